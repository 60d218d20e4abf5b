package dev.cambium.anonymizer.plan;

import dev.cambium.anonymizer.column.Table;
import dev.cambium.anonymizer.function.MaskFunction;

import java.util.List;

/**
 * What is done with a table.
 *
 * @param columns one for each written column, in their order
 */
public record TablePlan(Table table, List<ColumnPlan> columns) {

    public TablePlan {
        columns = List.copyOf(columns);
    }

    public boolean isMasked() {
        return columns.stream().anyMatch(ColumnPlan::isMasked);
    }

    public boolean shuffles() {
        return columns.stream()
                .anyMatch(column -> column.call().function() == MaskFunction.SHUFFLE);
    }
}
