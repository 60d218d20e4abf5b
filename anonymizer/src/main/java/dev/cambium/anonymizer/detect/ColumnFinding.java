package dev.cambium.anonymizer.detect;

import dev.cambium.anonymizer.column.ColumnId;

import java.util.List;

/**
 * What a column seems to hold. Says nothing of any value.
 *
 * @param path inside JSON, for example {@code $.contact.email}; empty for the column itself
 * @param confidence from 0 to 1
 * @param reasons why, for people
 */
public record ColumnFinding(
        ColumnId column, String path, DataKind kind, double confidence, List<String> reasons) {

    /** From here on a column needs a rule. */
    public static final double SENSITIVE = 0.5;

    public ColumnFinding {
        reasons = List.copyOf(reasons);
    }

    public boolean isSensitive() {
        return confidence >= SENSITIVE;
    }
}
