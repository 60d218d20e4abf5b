package dev.cambium.anonymizer.column;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables of a database and the foreign keys between them. Immutable. */
public record DatabaseShape(List<Table> tables, List<ForeignKey> foreignKeys) {

    public DatabaseShape {
        tables = List.copyOf(tables);
        foreignKeys = List.copyOf(foreignKeys);
    }

    public Optional<Table> table(TableId id) {
        return tables.stream().filter(table -> table.id().equals(id)).findFirst();
    }

    public Optional<Column> column(ColumnId id) {
        return table(id.tableId()).flatMap(table -> table.column(id.column()));
    }

    /** All columns that hold data of their own, table by table. */
    public List<ColumnId> columns() {
        List<ColumnId> all = new ArrayList<>();
        for (Table table : tables) {
            table.written().forEach(column -> all.add(table.id().column(column.name())));
        }
        return all;
    }
}
