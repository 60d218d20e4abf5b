package dev.cambium.gui.schema;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.SchemaComparison;
import dev.cambium.gui.branch.BranchBox;
import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.control.Shown;
import dev.cambium.gui.l10n.Fxml;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.screen.Frame;
import dev.cambium.gui.screen.Place;

import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import java.util.Objects;
import java.util.stream.Collectors;

/** Two points above; below, what changed, each change side by side, and the migration. */
final class ComparisonView {

    private static final double LIST_SHARE = 0.28;

    @FXML private ComboBox<Branch> baseBox;
    @FXML private TextField baseField;
    @FXML private Button exchangeButton;
    @FXML private ComboBox<Branch> otherBox;
    @FXML private TextField otherField;
    @FXML private Button stopButton;
    @FXML private Button compareButton;
    @FXML private ProgressBar progress;
    @FXML private Label statusLabel;
    @FXML private SplitPane result;
    @FXML private ListView<SchemaComparison.Change> changes;
    @FXML private Label alikeLabel;
    @FXML private Label beforeLabel;
    @FXML private StackPane beforePlace;
    @FXML private Label afterLabel;
    @FXML private StackPane afterPlace;
    @FXML private StackPane migrationPlace;
    @FXML private Button copyButton;
    @FXML private Button runButton;

    private final Parent root;
    private final ComparisonViewModel comparing;
    private final SqlText before = new SqlText("compare-before", Text.get("compare.before"));
    private final SqlText after = new SqlText("compare-after", Text.get("compare.after"));
    private final SqlText migration = new SqlText("compare-migration", Text.get("compare.script"));

    ComparisonView(ComparisonViewModel comparing, Frame frame) {
        this.comparing = comparing;
        root = Fxml.load("/dev/cambium/gui/schema/Comparison.fxml", this);
        BranchBox.fill(
                baseBox,
                frame.workspace(),
                comparing.baseProperty(),
                comparing.baseProperty()::set);
        BranchBox.fill(
                otherBox,
                frame.workspace(),
                comparing.otherProperty(),
                comparing.otherProperty()::set);
        baseField.textProperty().bindBidirectional(comparing.baseAtProperty());
        otherField.textProperty().bindBidirectional(comparing.otherAtProperty());
        exchangeButton.setOnAction(event -> comparing.exchange());
        compareButton.setOnAction(event -> comparing.compare());
        compareButton.disableProperty().bind(comparing.comparingProperty());
        stopButton.visibleProperty().bind(comparing.comparingProperty());
        stopButton.managedProperty().bind(stopButton.visibleProperty());
        stopButton.setOnAction(event -> comparing.stop());
        progress.visibleProperty().bind(comparing.comparingProperty());
        statusLabel.textProperty().bind(comparing.statusProperty());
        comparing.refusedProperty().addListener((p, old, refused) -> tone(refused));
        beforePlace.getChildren().add(before.node());
        afterPlace.getChildren().add(after.node());
        migrationPlace.getChildren().add(migration.node());
        result.setDividerPositions(LIST_SHARE);
        changes.setCellFactory(view -> new ChangeCell());
        changes.getSelectionModel()
                .selectedItemProperty()
                .addListener((p, old, chosen) -> showChange(chosen));
        comparing.foundProperty().addListener((p, old, found) -> showFound(found));
        copyButton.setOnAction(event -> frame.clipboard().accept(script()));
        runButton.setOnAction(event -> openInConsole(frame));
        showFound(null);
    }

    Parent root() {
        return root;
    }

    void beginWith(@Nullable Branch branch) {
        comparing.beginWith(branch);
    }

    void begin(Place place) {
        comparing.begin(place);
        comparing.compare();
    }

    private void tone(boolean refused) {
        statusLabel.getStyleClass().remove("problem");
        if (refused) {
            statusLabel.getStyleClass().add("problem");
        }
    }

    private void showFound(@Nullable SchemaComparison found) {
        boolean differ =
                found != null
                        && found.databases().stream().anyMatch(each -> !each.changes().isEmpty());
        Shown.when(result, differ);
        Shown.when(alikeLabel, found != null && !differ);
        if (found == null) {
            return;
        }
        changes.getItems()
                .setAll(
                        found.databases().stream()
                                .flatMap(each -> each.changes().stream())
                                .toList());
        String script = script();
        migration.show(script.isEmpty() ? Text.get("compare.nothing-to-do") : script);
        copyButton.setDisable(script.isEmpty());
        runButton.setDisable(script.isEmpty());
        showChange(null);
        changes.getSelectionModel().selectFirst();
    }

    private String script() {
        SchemaComparison found = comparing.foundProperty().get();
        return found == null
                ? ""
                : found.databases().stream()
                        .filter(each -> !each.migration().isBlank())
                        .map(each -> "-- " + each.database() + "\n" + each.migration())
                        .collect(Collectors.joining("\n"));
    }

    private void showChange(SchemaComparison.@Nullable Change change) {
        String was = change == null ? "" : Objects.toString(change.before(), "");
        String is = change == null ? "" : Objects.toString(change.after(), "");
        beforeLabel.setText(Text.get(was.isEmpty() ? "compare.before.none" : "compare.before"));
        afterLabel.setText(Text.get(is.isEmpty() ? "compare.after.none" : "compare.after"));
        before.show(was, is, "line-removed");
        after.show(is, was, "line-added");
    }

    /** It is put there and not run: it writes, and whoever runs it should have read it. */
    private void openInConsole(Frame frame) {
        Branch base = comparing.baseProperty().get();
        if (base != null) {
            frame.screens().show(KeyMap.CONSOLE, Place.now(base.id()).with(script()));
        }
    }

    /** One change: an icon of its kind, type and name. */
    private static final class ChangeCell extends ListCell<SchemaComparison.Change> {

        private final FontIcon icon = new FontIcon("fth-edit-2");

        /** As wide as the list: a long name ends in dots and is read in the tip. */
        private final Tooltip name = new Tooltip();

        ChangeCell() {
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(SchemaComparison.@Nullable Change change, boolean empty) {
            super.updateItem(change, empty);
            if (empty || change == null) {
                setText(null);
                setGraphic(null);
                setTooltip(null);
                return;
            }
            boolean added = change.kind().equals("added");
            boolean removed = change.kind().equals("removed");
            icon.setIconLiteral(added ? "fth-plus" : removed ? "fth-minus" : "fth-edit-2");
            icon.getStyleClass()
                    .setAll(
                            "ikonli-font-icon",
                            added
                                    ? "status-finished"
                                    : removed ? "status-failed" : "status-running");
            setText(Text.get("compare.change", change.type(), change.name()));
            setAccessibleText(change.kind() + " " + change.type() + " " + change.name());
            setGraphic(icon);
            name.setText(getText());
            setTooltip(name);
        }
    }
}
