package dev.cambium.anonymizer.column;

/** Names a column of a database, as Postgres spells it, without quotes. */
public record ColumnId(String schema, String table, String column) implements Comparable<ColumnId> {

    /**
     * Reads {@code schema.table.column}, or {@code table.column} in schema public.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static ColumnId parse(String text) {
        String[] parts = text.split("\\.", -1);
        boolean named = parts.length == 2 || parts.length == 3;
        for (String part : parts) {
            named &= !part.isBlank();
        }
        if (!named) {
            throw new IllegalArgumentException(
                    "'%s' does not name a column. Write schema.table.column.".formatted(text));
        }
        int last = parts.length - 1;
        return new ColumnId(last == 2 ? parts[0] : "public", parts[last - 1], parts[last]);
    }

    public TableId tableId() {
        return new TableId(schema, table);
    }

    @Override
    public int compareTo(ColumnId other) {
        int byTable = tableId().compareTo(other.tableId());
        return byTable != 0 ? byTable : column.compareTo(other.column);
    }

    @Override
    public String toString() {
        return schema + "." + table + "." + column;
    }
}
