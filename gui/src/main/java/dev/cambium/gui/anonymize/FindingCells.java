package dev.cambium.gui.anonymize;

import dev.cambium.gui.l10n.Text;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableCell;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Findings by table: a line for each table, and below it one for each column. */
final class FindingCells {

    /**
     * A line of the tree.
     *
     * @param row null for a table
     */
    record Line(String name, @Nullable FindingRow row) {}

    private static final double BAR_WIDTH = 56;

    private FindingCells() {}

    static void columns(TreeTableView<Line> tree) {
        tree.getColumns().add(text("anonymize.column", 190, Line::name));
        tree.getColumns().add(text("anonymize.kind", 120, line -> of(line, FindingRow::kind)));
        TreeTableColumn<Line, FindingRow> sure =
                new TreeTableColumn<>(Text.get("anonymize.confidence"));
        sure.setCellValueFactory(
                line -> new ReadOnlyObjectWrapper<>(line.getValue().getValue().row()));
        sure.setCellFactory(column -> new ConfidenceCell());
        sure.setPrefWidth(112);
        tree.getColumns().add(sure);
        tree.getColumns()
                .add(text("anonymize.function", 150, line -> of(line, FindingRow::function)));
        tree.getColumns()
                .add(
                        text(
                                "anonymize.standing",
                                120,
                                line -> of(line, row -> row.standing().words())));
        tree.getColumns()
                .forEach(
                        column -> {
                            column.setReorderable(false);
                            column.setSortable(false);
                        });
    }

    private static String of(Line line, Function<FindingRow, String> part) {
        FindingRow row = line.row();
        return row == null ? "" : part.apply(row);
    }

    private static TreeTableColumn<Line, String> text(
            String key, double width, Function<Line, String> value) {
        TreeTableColumn<Line, String> column = new TreeTableColumn<>(Text.get(key));
        column.setCellValueFactory(
                line -> new ReadOnlyObjectWrapper<>(value.apply(line.getValue().getValue())));
        column.setPrefWidth(width);
        return column;
    }

    static TreeItem<Line> tree(List<FindingRow> rows) {
        TreeItem<Line> root = new TreeItem<>(new Line("", null));
        Map<String, List<FindingRow>> byTable =
                rows.stream()
                        .collect(
                                Collectors.groupingBy(
                                        FindingRow::table, TreeMap::new, Collectors.toList()));
        byTable.forEach(
                (table, found) -> {
                    TreeItem<Line> item = new TreeItem<>(new Line(table, null));
                    item.setExpanded(true);
                    found.forEach(
                            row ->
                                    item.getChildren()
                                            .add(new TreeItem<>(new Line(row.name(), row))));
                    root.getChildren().add(item);
                });
        return root;
    }

    /** A bar and a figure. */
    private static final class ConfidenceCell extends TreeTableCell<Line, FindingRow> {

        private final ProgressBar bar = new ProgressBar();

        ConfidenceCell() {
            bar.getStyleClass().add("thin");
            bar.setMinWidth(BAR_WIDTH);
            bar.setMaxWidth(BAR_WIDTH);
        }

        @Override
        protected void updateItem(@Nullable FindingRow row, boolean empty) {
            super.updateItem(row, empty);
            if (empty || row == null) {
                setText(null);
                setGraphic(null);
                return;
            }
            bar.setProgress(row.found().confidence());
            setGraphic(bar);
            setText(Text.get("anonymize.percent", Math.round(row.found().confidence() * 100)));
        }
    }
}
