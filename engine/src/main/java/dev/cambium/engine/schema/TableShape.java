package dev.cambium.engine.schema;

import org.pgcodekeeper.core.schema.AbstractDatabase;
import org.pgcodekeeper.core.schema.AbstractTable;
import org.pgcodekeeper.core.schema.pg.PgColumn;

import java.util.Comparator;
import java.util.List;

/** A table and its columns. */
public record TableShape(String schema, String name, List<Column> columns) {

    /**
     * @param type as Postgres writes it
     */
    public record Column(String name, String type, boolean nullable) {}

    static List<TableShape> all(AbstractDatabase database) {
        return database.getDescendants()
                .filter(AbstractTable.class::isInstance)
                .map(AbstractTable.class::cast)
                .map(
                        table ->
                                new TableShape(
                                        table.getContainingSchema().getName(),
                                        table.getName(),
                                        table.getColumns().stream()
                                                .map(PgColumn.class::cast)
                                                .map(TableShape::column)
                                                .toList()))
                .sorted(Comparator.comparing(TableShape::schema).thenComparing(TableShape::name))
                .toList();
    }

    private static Column column(PgColumn column) {
        return new Column(column.getName(), column.getType(), !column.isNotNull());
    }
}
