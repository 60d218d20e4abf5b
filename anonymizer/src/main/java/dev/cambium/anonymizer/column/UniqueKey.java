package dev.cambium.anonymizer.column;

import java.util.List;

/**
 * A primary key, a unique constraint or a unique index.
 *
 * @param columns those it is over; for an index over expressions, those that they read
 * @param primary whether it is the primary key
 * @param expression whether it is over more than bare columns
 */
public record UniqueKey(String name, List<String> columns, boolean primary, boolean expression) {

    public UniqueKey {
        columns = List.copyOf(columns);
    }

    public static UniqueKey primary(String... columns) {
        return new UniqueKey("pkey", List.of(columns), true, false);
    }

    public static UniqueKey unique(String... columns) {
        return new UniqueKey("key", List.of(columns), false, false);
    }
}
