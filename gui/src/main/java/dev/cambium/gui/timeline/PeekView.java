package dev.cambium.gui.timeline;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.QueryResult;
import dev.cambium.gui.branch.PickedMoment;
import dev.cambium.gui.console.RowsTable;
import dev.cambium.gui.control.Sheet;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Workspace;

import javafx.collections.FXCollections;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The dialog that shows the first rows of a table as it was. */
public final class PeekView {

    private final StackPane rows = new StackPane();
    private final Label working = new Label(Text.get("peek.working"));
    private final PeekViewModel peek;

    private PeekView(
            Workspace workspace,
            Branch branch,
            PickedMoment moment,
            List<String> written,
            Sheet sheet) {
        peek = new PeekViewModel(workspace, branch, moment, written);
        Label title = new Label(Text.get("peek.title", branch.name()));
        title.getStyleClass().add("heading");
        Label when = new Label(moment.words());
        when.getStyleClass().add("small");
        when.setWrapText(true);
        ComboBox<PeekViewModel.Table> table = new ComboBox<>(peek.tables());
        table.setId("peek-table");
        table.setAccessibleText(Text.get("peek.table"));
        table.setPrefWidth(280);
        table.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(PeekViewModel.@Nullable Table each) {
                        return each == null ? "" : each.label();
                    }

                    @Override
                    public PeekViewModel.Table fromString(String text) {
                        throw new UnsupportedOperationException("A table is chosen, not typed");
                    }
                });
        table.valueProperty().bindBidirectional(peek.tableProperty());
        Label readOnly = new Label(Text.get("peek.read-only"));
        readOnly.getStyleClass().add("tag");
        readOnly.setMinWidth(Region.USE_PREF_SIZE);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(table, gap, readOnly);
        head.getStyleClass().add("field-row");
        rows.setId("peek-rows");
        rows.setPrefHeight(360);
        rows.getStyleClass().add("framed");
        working.getStyleClass().add("hint");
        working.visibleProperty().bind(peek.workingProperty());
        show(null);
        Label trouble = new Label();
        trouble.setId("peek-error");
        trouble.setWrapText(true);
        trouble.textProperty().bind(peek.troubleProperty());
        VBox troubleBox = new VBox(trouble);
        troubleBox.getStyleClass().add("trouble");
        troubleBox.visibleProperty().bind(peek.troubleProperty().isNotEmpty());
        troubleBox.managedProperty().bind(troubleBox.visibleProperty());
        Button close = new Button(Text.get("close"));
        close.setCancelButton(true);
        close.setOnAction(event -> sheet.hide());
        HBox buttons = new HBox(close);
        buttons.getStyleClass().add("sheet-buttons");
        VBox root = new VBox(title, when, head, rows, troubleBox, buttons);
        root.getStyleClass().addAll("sheet", "wide-sheet");
        root.setAccessibleRole(AccessibleRole.DIALOG);
        root.setAccessibleText(title.getText());
        root.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        peek.rowsProperty().addListener((property, before, after) -> show(after));
        sheet.show(root, table);
    }

    public static void open(
            Workspace workspace,
            Branch branch,
            PickedMoment moment,
            List<String> written,
            Sheet sheet) {
        new PeekView(workspace, branch, moment, written, sheet);
    }

    private void show(@Nullable QueryResult found) {
        if (found == null) {
            rows.getChildren().setAll(working);
        } else {
            rows.getChildren()
                    .setAll(
                            RowsTable.of(
                                    PeekViewModel.columns(found),
                                    FXCollections.observableArrayList(found.rows())));
        }
    }
}
