package dev.cambium.anonymizer.column;

import java.util.List;
import java.util.Optional;

/**
 * A table with its columns in their order.
 *
 * @param keys what is unique in it
 */
public record Table(TableId id, List<Column> columns, List<UniqueKey> keys) {

    public Table {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
    }

    public Optional<Column> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /** The columns that are written: all but those that Postgres computes. */
    public List<Column> written() {
        return columns.stream().filter(column -> !column.generated()).toList();
    }
}
