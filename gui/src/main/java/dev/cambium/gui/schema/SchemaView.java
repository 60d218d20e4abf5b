package dev.cambium.gui.schema;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.branch.BranchBox;
import dev.cambium.gui.console.RowsTable;
import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.control.Shown;
import dev.cambium.gui.l10n.Fxml;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.screen.Frame;
import dev.cambium.gui.screen.Place;
import dev.cambium.gui.screen.ScreenView;
import dev.cambium.gui.session.DatabaseBox;
import dev.cambium.gui.session.SqlAnswer;
import dev.cambium.gui.session.Standpoint;

import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.TreeView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/** The objects of a database on the left, the chosen one on the right; or two points compared. */
final class SchemaView implements ScreenView {

    private static final double TREE_SHARE = 0.28;

    @FXML private ToggleButton browseButton;
    @FXML private ToggleButton compareButton;
    @FXML private HBox browseBar;
    @FXML private ComboBox<Branch> branchBox;
    @FXML private ComboBox<String> databaseBox;
    @FXML private HBox pastBox;
    @FXML private Label pastLabel;
    @FXML private Button presentButton;
    @FXML private Button refreshButton;
    @FXML private SplitPane browser;
    @FXML private TextField filterField;
    @FXML private TreeView<TreeEntry> tree;
    @FXML private VBox detailBox;
    @FXML private Label nameLabel;
    @FXML private Button consoleButton;
    @FXML private TableView<SchemaPart> parts;
    @FXML private StackPane sqlPlace;
    @FXML private StackPane rowsPlace;
    @FXML private Label hintLabel;
    @FXML private StackPane comparisonPlace;

    private final Parent root;
    private final SchemaViewModel schema;
    private final Standpoint standpoint;
    private final ComparisonView comparison;
    private final Frame frame;
    private final SqlText sql = new SqlText("schema-sql", Text.get("schema.sql"));

    SchemaView(SchemaViewModel schema, ComparisonViewModel comparing, Frame frame) {
        this.schema = schema;
        this.frame = frame;
        root = Fxml.load("/dev/cambium/gui/schema/Schema.fxml", this);
        comparison = new ComparisonView(comparing, frame);
        comparisonPlace.getChildren().add(comparison.root());
        sqlPlace.getChildren().add(sql.node());
        browser.setDividerPositions(TREE_SHARE);
        standpoint = schema.standpoint();
        BranchBox.fill(branchBox, frame.workspace(), standpoint.branchProperty(), standpoint::go);
        bindPlace();
        bindTree();
        bindParts();
        bindDetail();
        browseButton.setOnAction(event -> show(false));
        compareButton.setOnAction(event -> show(true));
        show(false);
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void focus() {
        schema.visible(true);
        filterField.requestFocus();
    }

    @Override
    public void go(Place place) {
        if (place.toCompare()) {
            show(true);
            comparison.begin(place);
            return;
        }
        show(false);
        standpoint.go(place);
    }

    @Override
    public void left() {
        schema.visible(false);
    }

    private void show(boolean comparing) {
        browseButton.setSelected(!comparing);
        compareButton.setSelected(comparing);
        Shown.when(browseBar, !comparing);
        Shown.when(browser, !comparing);
        Shown.when(comparisonPlace, comparing);
        if (comparing) {
            comparison.beginWith(standpoint.branchProperty().get());
        }
    }

    private void bindPlace() {
        DatabaseBox.fill(databaseBox, standpoint);
        standpoint.placeProperty().addListener((p, before, after) -> showPlace(after));
        presentButton.setOnAction(event -> standpoint.goToPresent());
        refreshButton.setOnAction(event -> schema.refresh());
        showPlace(null);
    }

    private void showPlace(@Nullable Place place) {
        Shown.when(pastBox, place != null);
        pastLabel.setText(place == null ? "" : place.words());
    }

    private void bindTree() {
        filterField.textProperty().bindBidirectional(schema.filterProperty());
        tree.setShowRoot(false);
        tree.setCellFactory(view -> new TreeEntry.Cell());
        schema.shown().addListener((ListChangeListener<SchemaObject>) change -> fillTree());
        tree.getSelectionModel()
                .selectedItemProperty()
                .addListener(
                        (p, before, after) ->
                                schema.look(after == null ? null : after.getValue().object()));
        fillTree();
    }

    private void fillTree() {
        boolean open = !schema.filterProperty().get().isBlank();
        tree.setRoot(TreeEntry.tree(schema.shown(), open));
    }

    private void bindParts() {
        parts.getStyleClass().add("rows");
        parts.getColumns().add(column("schema.part", 90, SchemaPart::kind));
        parts.getColumns().add(column("schema.part.name", 190, SchemaPart::name));
        parts.getColumns().add(column("schema.part.definition", 460, SchemaPart::definition));
        parts.setPlaceholder(new Label(Text.get("schema.parts.none")));
    }

    private static TableColumn<SchemaPart, String> column(
            String key, double width, Function<SchemaPart, String> value) {
        TableColumn<SchemaPart, String> column = new TableColumn<>(Text.get(key));
        column.setCellValueFactory(row -> new ReadOnlyStringWrapper(value.apply(row.getValue())));
        column.setPrefWidth(width);
        column.setReorderable(false);
        return column;
    }

    private void bindDetail() {
        schema.detailProperty().addListener((p, before, after) -> showDetail(after));
        schema.troubleProperty().addListener((p, before, after) -> showHint());
        schema.readingProperty().addListener((p, before, after) -> showHint());
        schema.shown().addListener((ListChangeListener<SchemaObject>) change -> showHint());
        consoleButton.setOnAction(event -> query());
        showDetail(null);
    }

    private void showDetail(@Nullable ObjectDetail detail) {
        Shown.when(detailBox, detail != null);
        showHint();
        if (detail == null) {
            return;
        }
        SchemaObject object = detail.object();
        nameLabel.setText(object.schema() + "." + object.name());
        Shown.when(consoleButton, object.hasRows());
        parts.setItems(FXCollections.observableArrayList(detail.parts()));
        sql.show(detail.sql());
        SqlAnswer.Rows rows = detail.rows();
        rowsPlace
                .getChildren()
                .setAll(
                        rows == null
                                ? none()
                                : RowsTable.of(
                                        rows.columns(),
                                        FXCollections.observableArrayList(rows.rows())));
    }

    private static Node none() {
        Label label = new Label(Text.get("schema.rows.none"));
        label.getStyleClass().add("small");
        return label;
    }

    private void showHint() {
        boolean empty = schema.detailProperty().get() == null;
        Shown.when(hintLabel, empty);
        String trouble = schema.troubleProperty().get();
        if (!trouble.isEmpty()) {
            hintLabel.setText(trouble);
        } else if (schema.readingProperty().get()) {
            hintLabel.setText(Text.get("schema.reading"));
        } else {
            hintLabel.setText(
                    Text.get(schema.shown().isEmpty() ? "schema.nothing" : "schema.choose"));
        }
    }

    private void query() {
        ObjectDetail detail = schema.detailProperty().get();
        Branch branch = standpoint.branchProperty().get();
        if (detail == null || branch == null) {
            return;
        }
        Place place = standpoint.placeProperty().get();
        Place where = place == null ? Place.now(branch.id()) : place;
        frame.screens()
                .show(
                        KeyMap.CONSOLE,
                        where.with("SELECT * FROM " + detail.object().qualified() + ";"));
    }
}
