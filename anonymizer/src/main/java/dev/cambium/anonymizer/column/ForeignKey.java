package dev.cambium.anonymizer.column;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A foreign key: the n-th of the columns refers to the n-th of those referred to.
 *
 * @param table that refers
 * @param part the partition of the table whose rows alone refer, at any depth; null if all do
 * @param target that is referred to; may be the same table
 * @param targetPart the partition of the target whose rows alone are referred to; null if all are
 */
public record ForeignKey(
        String name,
        TableId table,
        @Nullable TableId part,
        List<String> columns,
        TableId target,
        @Nullable TableId targetPart,
        List<String> targetColumns) {

    public ForeignKey {
        columns = List.copyOf(columns);
        targetColumns = List.copyOf(targetColumns);
        if (columns.isEmpty() || columns.size() != targetColumns.size()) {
            throw new IllegalArgumentException("a foreign key refers column by column: " + name);
        }
    }

    /** One of whole tables. */
    public ForeignKey(
            String name,
            TableId table,
            List<String> columns,
            TableId target,
            List<String> targetColumns) {
        this(name, table, null, columns, target, null, targetColumns);
    }
}
