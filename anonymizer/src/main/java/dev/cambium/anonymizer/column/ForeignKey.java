package dev.cambium.anonymizer.column;

import java.util.List;

/**
 * A foreign key: the n-th of the columns refers to the n-th of those referred to.
 *
 * @param table that refers
 * @param target that is referred to; may be the same table
 */
public record ForeignKey(
        String name,
        TableId table,
        List<String> columns,
        TableId target,
        List<String> targetColumns) {

    public ForeignKey {
        columns = List.copyOf(columns);
        targetColumns = List.copyOf(targetColumns);
        if (columns.isEmpty() || columns.size() != targetColumns.size()) {
            throw new IllegalArgumentException("a foreign key refers column by column: " + name);
        }
    }
}
