package dev.cambium.engine.api;

import java.util.List;

/** A table and its columns, as Neon's API names them. */
public record SchemaTable(String schema, String name, List<Column> columns) {

    /**
     * @param type as Postgres writes it
     */
    public record Column(String name, String type, boolean nullable) {}
}
