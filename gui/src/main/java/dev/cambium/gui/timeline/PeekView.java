package dev.cambium.gui.timeline;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.QueryResult;
import dev.cambium.gui.branch.PickedMoment;
import dev.cambium.gui.control.Sheet;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The dialog that shows the first rows of a table as it was. */
public final class PeekView {

    private final TableView<List<@Nullable String>> rows = new TableView<>();
    private final PeekViewModel peek;

    private PeekView(Workspace workspace, Branch branch, PickedMoment moment, Sheet sheet) {
        peek = new PeekViewModel(workspace, branch, moment);
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
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(table, gap, readOnly);
        head.getStyleClass().add("field-row");
        rows.setId("peek-rows");
        rows.setPrefHeight(360);
        Label empty = new Label();
        empty.textProperty()
                .bind(
                        peek.workingProperty()
                                .map(working -> Text.get(working ? "peek.working" : "peek.empty")));
        rows.setPlaceholder(empty);
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

    public static void open(Workspace workspace, Branch branch, PickedMoment moment, Sheet sheet) {
        new PeekView(workspace, branch, moment, sheet);
    }

    private void show(@Nullable QueryResult found) {
        rows.getColumns().clear();
        rows.getItems().clear();
        if (found == null) {
            return;
        }
        for (int i = 0; i < found.columns().size(); i++) {
            int index = i;
            TableColumn<List<@Nullable String>, String> column =
                    new TableColumn<>(found.columns().get(i).name());
            column.setCellValueFactory(
                    row -> new ReadOnlyStringWrapper(PeekViewModel.cell(row.getValue(), index)));
            column.setPrefWidth(140);
            column.setSortable(false);
            rows.getColumns().add(column);
        }
        rows.getItems().setAll(found.rows());
    }
}
