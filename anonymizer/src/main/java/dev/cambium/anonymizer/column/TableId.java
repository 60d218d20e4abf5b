package dev.cambium.anonymizer.column;

/** Names a table of a database, as Postgres spells it, without quotes. */
public record TableId(String schema, String table) implements Comparable<TableId> {

    public ColumnId column(String name) {
        return new ColumnId(schema, table, name);
    }

    /** For SQL. */
    public String quoted() {
        return quoted(schema) + "." + quoted(table);
    }

    /** An identifier for SQL. */
    public static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    @Override
    public int compareTo(TableId other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : table.compareTo(other.table);
    }

    @Override
    public String toString() {
        return schema + "." + table;
    }
}
