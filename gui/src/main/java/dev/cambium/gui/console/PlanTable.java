package dev.cambium.gui.console;

import dev.cambium.gui.l10n.Text;

import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;

import java.util.List;
import java.util.function.Function;

/** A plan as a tree, the last step at the top, with its figures in columns. */
final class PlanTable {

    private PlanTable() {}

    static TreeTableView<PlanNode> of(PlanNode plan) {
        TreeTableView<PlanNode> table = new TreeTableView<>(item(plan));
        table.setId("console-plan");
        table.getStyleClass().add("rows");
        table.getColumns()
                .setAll(
                        List.of(
                                column("plan.step", 380, PlanNode::words, false),
                                column("plan.millis", 90, PlanNode::millis, true),
                                column("plan.rows", 90, PlanNode::rows, true),
                                column("plan.expected", 110, PlanNode::expectedRows, true),
                                column("plan.cost", 90, PlanNode::cost, true),
                                column("plan.condition", 420, PlanNode::condition, false)));
        table.setColumnResizePolicy(TreeTableView.UNCONSTRAINED_RESIZE_POLICY);
        return table;
    }

    private static TreeItem<PlanNode> item(PlanNode node) {
        TreeItem<PlanNode> item = new TreeItem<>(node);
        item.setExpanded(true);
        node.steps().forEach(each -> item.getChildren().add(item(each)));
        return item;
    }

    private static TreeTableColumn<PlanNode, String> column(
            String key, double width, Function<PlanNode, String> value, boolean number) {
        TreeTableColumn<PlanNode, String> column = new TreeTableColumn<>(Text.get(key));
        column.setCellValueFactory(
                row -> new ReadOnlyStringWrapper(value.apply(row.getValue().getValue())));
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setReorderable(false);
        if (number) {
            column.getStyleClass().add("number");
        }
        return column;
    }
}
