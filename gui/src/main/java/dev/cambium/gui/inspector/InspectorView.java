package dev.cambium.gui.branch;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Fxml;
import dev.cambium.gui.l10n.Text;

import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The chosen branch: what it is, how to connect, how it is, what it costs, what one can do. */
public final class InspectorView {

    @FXML private Label nameLabel;
    @FXML private Label defaultTag;
    @FXML private Label protectedTag;
    @FXML private MenuButton formatMenu;
    @FXML private ToggleButton revealButton;
    @FXML private Label connectionLabel;
    @FXML private Button copyButton;
    @FXML private Region stateDot;
    @FXML private Label stateLabel;
    @FXML private Hyperlink parentLink;
    @FXML private Label parentLabel;
    @FXML private Label createdLabel;
    @FXML private Label branchedKey;
    @FXML private Label branchedLabel;
    @FXML private Label headLabel;
    @FXML private Label portLabel;
    @FXML private Label databasesLabel;
    @FXML private VBox reasonBox;
    @FXML private Label reasonLabel;
    @FXML private Label spaceLabel;
    @FXML private HBox spaceBar;
    @FXML private Region sharedBar;
    @FXML private Region uniqueBar;
    @FXML private Region walBar;
    @FXML private Label sharedLabel;
    @FXML private Label uniqueLabel;
    @FXML private Label walLabel;
    @FXML private Button branchButton;
    @FXML private Button startButton;
    @FXML private FontIcon startIcon;
    @FXML private Button resetButton;
    @FXML private Button deleteButton;
    @FXML private Label ruleLabel;

    private final Parent root;
    private final InspectorViewModel inspector;

    public InspectorView(InspectorViewModel inspector, BranchDialogs dialogs) {
        this.inspector = inspector;
        root = Fxml.load("/dev/cambium/gui/branch/Inspector.fxml", this);
        bindConnection();
        parentLink.textProperty().bind(inspector.parentProperty());
        parentLabel.textProperty().bind(inspector.parentProperty());
        databasesLabel.textProperty().bind(inspector.databasesProperty());
        parentLink.setOnAction(event -> inspector.selectParent());
        branchButton.setOnAction(event -> withBranch(dialogs::create));
        startButton.setOnAction(event -> inspector.startOrSuspend());
        resetButton.setOnAction(event -> withBranch(dialogs::reset));
        deleteButton.setOnAction(event -> withBranch(dialogs::delete));
        KeyMap.NEW_BRANCH.describe(branchButton);
        KeyMap.START_SUSPEND.describe(startButton);
        KeyMap.RESET.describe(resetButton);
        KeyMap.DELETE.describe(deleteButton);
        KeyMap.COPY_CONNECTION.describe(copyButton);
        spaceBar.widthProperty().addListener((property, before, after) -> layOutSpace());
        inspector.selectedProperty().addListener((property, before, after) -> show(after));
        show(inspector.selectedProperty().get());
        keepAgeTrue();
    }

    /** "2 min ago" is true for a minute only, also while nothing happens to the branch. */
    private void keepAgeTrue() {
        Timeline clock = new Timeline(new KeyFrame(Duration.seconds(30), event -> writeAge()));
        clock.setCycleCount(Timeline.INDEFINITE);
        clock.play();
    }

    private void writeAge() {
        withBranch(branch -> createdLabel.setText(InspectorViewModel.created(branch)));
    }

    public Parent root() {
        return root;
    }

    private void withBranch(Consumer<Branch> action) {
        Branch branch = inspector.selectedProperty().get();
        if (branch != null) {
            action.accept(branch);
        }
    }

    private void bindConnection() {
        ToggleGroup group = new ToggleGroup();
        for (ConnectionFormat format : ConnectionFormat.values()) {
            RadioMenuItem item = new RadioMenuItem(format.title());
            item.setToggleGroup(group);
            item.setSelected(format == inspector.formatProperty().get());
            item.setOnAction(event -> inspector.formatProperty().set(format));
            formatMenu.getItems().add(item);
        }
        formatMenu.setText(inspector.formatProperty().get().title());
        inspector
                .formatProperty()
                .addListener((property, before, after) -> formatMenu.setText(after.title()));
        revealButton.selectedProperty().bindBidirectional(inspector.revealedProperty());
        revealButton
                .textProperty()
                .bind(
                        inspector
                                .revealedProperty()
                                .map(
                                        shown ->
                                                Text.get(
                                                        shown
                                                                ? "inspector.hide"
                                                                : "inspector.reveal")));
        connectionLabel.textProperty().bind(inspector.connectionProperty());
        Tooltip whole = new Tooltip();
        whole.getStyleClass().add("mono-tooltip");
        whole.setWrapText(true);
        whole.setMaxWidth(420);
        whole.textProperty().bind(inspector.connectionProperty());
        connectionLabel.setTooltip(whole);
        copyButton.setOnAction(event -> inspector.copyConnection());
    }

    private void show(@Nullable Branch branch) {
        root.setVisible(branch != null);
        if (branch == null) {
            return;
        }
        nameLabel.setText(branch.name());
        nameLabel.setTooltip(new Tooltip(branch.name()));
        recolor(branch);
        present(defaultTag, branch.isDefault());
        present(protectedTag, branch.isProtected());
        showFacts(branch);
        showSpace(branch);
        showActions(branch);
    }

    private void recolor(Branch branch) {
        List<String> kinds = Stream.of(BranchKind.values()).map(BranchKind::styleClass).toList();
        root.getStyleClass().removeAll(kinds);
        root.getStyleClass().add(BranchKind.of(branch).styleClass());
    }

    private void showFacts(Branch branch) {
        BranchState state = BranchState.of(branch);
        stateLabel.setText(state.word());
        stateDot.getStyleClass()
                .setAll("state-dot", "state-" + state.name().toLowerCase(java.util.Locale.ROOT));
        String reason = branch.cambium().stateReason();
        present(reasonBox, reason != null);
        reasonLabel.setText(reason == null ? "" : reason);
        boolean child = branch.parentId() != null;
        present(parentLink, child);
        present(parentLabel, !child);
        createdLabel.setText(InspectorViewModel.created(branch));
        createdLabel.setTooltip(new Tooltip(Figures.exact(branch.createdAt())));
        present(branchedKey, child);
        present(branchedLabel, child);
        branchedLabel.setText(orUnknown(branch.parentLsn()));
        headLabel.setText(orUnknown(branch.cambium().headLsn()));
        portLabel.setText(String.valueOf(branch.cambium().port()));
    }

    private static String orUnknown(@Nullable String lsn) {
        return lsn == null ? Text.get("lsn.unknown") : lsn;
    }

    private void showSpace(Branch branch) {
        InspectorViewModel.Space space = InspectorViewModel.space(branch);
        spaceLabel.setText(
                branch.logicalSize() == null
                        ? Text.get("inspector.space.unknown")
                        : Text.get("inspector.space.value", Figures.size(space.logical())));
        sharedLabel.setText(Text.get("inspector.space.shared", Figures.size(space.shared())));
        uniqueLabel.setText(Text.get("inspector.space.unique", Figures.size(space.unique())));
        walLabel.setText(Text.get("inspector.space.wal", Figures.size(space.wal())));
        layOutSpace();
    }

    private void layOutSpace() {
        Branch branch = inspector.selectedProperty().get();
        if (branch == null) {
            return;
        }
        InspectorViewModel.Space space = InspectorViewModel.space(branch);
        double width = spaceBar.getWidth();
        double sum = Math.max(1, space.sum());
        double shared = Math.floor(width * space.shared() / sum);
        double unique = Math.floor(width * space.unique() / sum);
        widen(sharedBar, shared);
        widen(uniqueBar, unique);
        widen(walBar, space.sum() == 0 ? 0 : Math.max(0, width - shared - unique));
    }

    private static void widen(Region part, double width) {
        part.setMinWidth(width);
        part.setPrefWidth(width);
        part.setMaxWidth(width);
    }

    private void showActions(Branch branch) {
        boolean awake = BranchState.of(branch).awake();
        startButton.setText(Text.get(awake ? "inspector.suspend" : "inspector.start"));
        startIcon.setIconLiteral(awake ? "fth-moon" : "fth-play");
        String noReset = BranchRules.whyNoReset(branch);
        String noDelete = BranchRules.whyNoDelete(branch);
        resetButton.setDisable(!noReset.isEmpty());
        deleteButton.setDisable(!noDelete.isEmpty());
        String noStart = BranchRules.whyNoStartOrSuspend(branch);
        startButton.setDisable(!noStart.isEmpty());
        String rules =
                String.join(
                        "\n",
                        Stream.of(noStart, noReset, noDelete)
                                .filter(rule -> !rule.isEmpty())
                                .toList());
        ruleLabel.setText(rules);
        present(ruleLabel, !rules.isEmpty());
    }

    private static void present(javafx.scene.Node node, boolean present) {
        node.setVisible(present);
        node.setManaged(present);
    }
}
