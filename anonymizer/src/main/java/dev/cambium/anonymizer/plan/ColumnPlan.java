package dev.cambium.anonymizer.plan;

import dev.cambium.anonymizer.column.Column;
import dev.cambium.anonymizer.column.ColumnType;
import dev.cambium.anonymizer.function.FunctionCall;
import dev.cambium.anonymizer.function.MaskFunction;

/**
 * What is done with a column.
 *
 * @param type that the function works for: the narrowest of all columns linked to this one
 * @param inherited whether the function comes from a column that this one is linked to
 */
public record ColumnPlan(Column column, FunctionCall call, ColumnType type, boolean inherited) {

    public boolean isMasked() {
        return call.function() != MaskFunction.KEEP;
    }
}
