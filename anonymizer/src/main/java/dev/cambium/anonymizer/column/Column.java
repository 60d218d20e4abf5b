package dev.cambium.anonymizer.column;

/**
 * A column of a table.
 *
 * @param nullable whether it may be null
 * @param generated whether Postgres computes it from others, so that it is never written
 */
public record Column(String name, ColumnType type, boolean nullable, boolean generated) {

    public Column(String name, ColumnType type) {
        this(name, type, true, false);
    }
}
