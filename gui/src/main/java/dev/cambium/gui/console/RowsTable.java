package dev.cambium.gui.console;

import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.session.SqlColumn;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableList;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Makes tables of rows; only the rows on screen have cells. Cells can be chosen and copied. */
public final class RowsTable {

    private static final double ROW = 26;
    private static final double LETTER = 7.2;
    private static final double NARROWEST = 64;
    private static final double WIDEST = 360;

    /** The first rows tell how wide a column is. */
    private static final int ROWS_MEASURED = 50;

    private static final KeyCombination COPY =
            new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

    private RowsTable() {}

    public static TableView<List<@Nullable String>> of(
            List<SqlColumn> columns, ObservableList<List<@Nullable String>> rows) {
        TableView<List<@Nullable String>> table = new TableView<>(rows);
        table.getStyleClass().add("rows");
        table.setFixedCellSize(ROW);
        table.setPlaceholder(new Label(Text.get("rows.none")));
        table.getSelectionModel().setCellSelectionEnabled(true);
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        for (int i = 0; i < columns.size(); i++) {
            table.getColumns().add(column(columns.get(i), i, rows));
        }
        table.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (COPY.match(event)) {
                        copy(table);
                        event.consume();
                    }
                });
        return table;
    }

    private static TableColumn<List<@Nullable String>, @Nullable String> column(
            SqlColumn about, int index, List<List<@Nullable String>> rows) {
        TableColumn<List<@Nullable String>, @Nullable String> column = new TableColumn<>();
        Label name = new Label(about.name());
        name.setTooltip(new Tooltip(Text.get("rows.column", about.name(), about.type())));
        name.getStyleClass().add("column-name");
        column.setGraphic(name);
        if (about.number()) {
            name.setMaxWidth(Double.MAX_VALUE);
            column.getStyleClass().add("number");
        }
        column.setSortable(false);
        column.setReorderable(false);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue().get(index)));
        column.setCellFactory(view -> new ValueCell(about.number()));
        int letters =
                rows.stream()
                        .limit(ROWS_MEASURED)
                        .mapToInt(row -> Objects.toString(row.get(index), "null").length())
                        .max()
                        .orElse(0);
        double width = 22 + LETTER * Math.max(letters, about.name().length());
        column.setPrefWidth(Math.clamp(width, NARROWEST, WIDEST));
        return column;
    }

    /** The chosen cells as lines with tabs, which spreadsheets understand. */
    private static void copy(TableView<List<@Nullable String>> table) {
        String text =
                table.getSelectionModel().getSelectedCells().stream()
                        .collect(
                                Collectors.groupingBy(
                                        cell -> cell.getRow(),
                                        java.util.TreeMap::new,
                                        Collectors.mapping(
                                                cell ->
                                                        Objects.toString(
                                                                table.getItems()
                                                                        .get(cell.getRow())
                                                                        .get(cell.getColumn()),
                                                                ""),
                                                Collectors.joining("\t"))))
                        .values()
                        .stream()
                        .collect(Collectors.joining("\n"));
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    /** A value on one line; SQL's null is told from a text. */
    private static final class ValueCell
            extends TableCell<List<@Nullable String>, @Nullable String> {

        ValueCell(boolean number) {
            getStyleClass().add("value");
            if (number) {
                getStyleClass().add("number");
            }
        }

        @Override
        protected void updateItem(@Nullable String value, boolean empty) {
            super.updateItem(value, empty);
            getStyleClass().remove("null-value");
            if (empty) {
                setText(null);
            } else if (value == null) {
                getStyleClass().add("null-value");
                setText(Text.get("rows.null"));
            } else {
                setText(
                        value.length() > 400
                                ? firstLine(value.substring(0, 400))
                                : firstLine(value));
            }
        }

        private static String firstLine(String value) {
            return value.indexOf('\n') < 0 ? value : value.replace("\n", " ⏎ ");
        }
    }
}
