package dev.cambium.anonymizer.column;

import java.util.List;

/**
 * The type of a column.
 *
 * @param sql as Postgres spells it, for example {@code character varying(40)}
 * @param lengthMax how many characters fit; 0 when there is no limit
 * @param bytes of an integer: 2, 4 or 8; else 0
 * @param labels of an enum; empty for other types
 */
public record ColumnType(
        TypeFamily family, String sql, int lengthMax, int bytes, List<String> labels) {

    public ColumnType {
        labels = List.copyOf(labels);
    }

    public static ColumnType of(TypeFamily family, String sql) {
        return new ColumnType(family, sql, 0, 0, List.of());
    }

    public static ColumnType text() {
        return of(TypeFamily.TEXT, "text");
    }

    public static ColumnType text(int lengthMax) {
        return new ColumnType(
                TypeFamily.TEXT,
                "character varying(%d)".formatted(lengthMax),
                lengthMax,
                0,
                List.of());
    }

    /**
     * @param bytes 2, 4 or 8
     */
    public static ColumnType integer(int bytes) {
        String sql =
                switch (bytes) {
                    case 2 -> "smallint";
                    case 4 -> "integer";
                    default -> "bigint";
                };
        return new ColumnType(TypeFamily.INTEGER, sql, 0, bytes, List.of());
    }
}
