package dev.cambium.engine.wal;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/**
 * Rows of the system catalogs as WAL has them when they are inserted: how what is made gets its
 * name at the very position at which it is made. Only columns of fixed length and place are read.
 *
 * <p>Source of the layouts: {@code src/include/catalog/pg_class.h}, {@code pg_namespace.h}, {@code
 * pg_database.h}.
 */
public final class CatalogRow {

    /** The numbers of catalogs, which are those of their files until they are rewritten. */
    public static final int PG_TYPE = 1247;

    public static final int PG_ATTRIBUTE = 1249;
    public static final int PG_PROC = 1255;
    public static final int PG_CLASS = 1259;
    public static final int PG_DATABASE = 1262;
    public static final int PG_NAMESPACE = 2615;

    private static final int NAME_BYTES = 64;
    private static final int CLASS_BYTES = 120;

    private CatalogRow() {}

    /**
     * A row of {@code pg_class}.
     *
     * @param schemaOid the row of {@code pg_namespace}
     * @param file the number of its file; 0 if it has none, or is mapped
     * @param kind {@code r} table, {@code i} index, {@code t} TOAST, {@code S} sequence, {@code v}
     *     view, {@code m} materialized view, {@code p} partitioned table, {@code I} its index,
     *     {@code c} type, {@code f} foreign table
     * @param persistence {@code p} permanent, {@code u} unlogged, {@code t} temporary
     */
    public record Relation(
            long oid, String name, long schemaOid, long file, char kind, char persistence) {}

    /**
     * A row of {@code pg_namespace} or {@code pg_database}.
     *
     * @param oid of the schema or database
     */
    public record Named(long oid, String name) {}

    /**
     * The row that a record inserts into {@code pg_class}.
     *
     * @param lineNumber {@link RowsTouched#lineNumber}
     * @return null if the record does not show it
     */
    public static @Nullable Relation relation(
            RecordContent content, int lineNumber, int postgresMajor) {
        int at = lineNumber == 0 ? -1 : content.insertedRow(lineNumber, CLASS_BYTES);
        if (at < 0) {
            return null;
        }
        byte[] bytes = content.bytes();
        // Postgres 18 put relallfrozen before them.
        int flags = at + (postgresMajor >= 18 ? 116 : 112);
        return new Relation(
                LittleEndian.u32(bytes, at),
                name(bytes, at + 4),
                LittleEndian.u32(bytes, at + 68),
                LittleEndian.u32(bytes, at + 88),
                (char) LittleEndian.u8(bytes, flags + 3),
                (char) LittleEndian.u8(bytes, flags + 2));
    }

    /** The row that a record inserts into {@code pg_namespace} or {@code pg_database}. */
    public static @Nullable Named named(RecordContent content, int lineNumber) {
        int at = lineNumber == 0 ? -1 : content.insertedRow(lineNumber, 4 + NAME_BYTES);
        if (at < 0) {
            return null;
        }
        byte[] bytes = content.bytes();
        return new Named(LittleEndian.u32(bytes, at), name(bytes, at + 4));
    }

    private static String name(byte[] bytes, int at) {
        int length = 0;
        while (length < NAME_BYTES && bytes[at + length] != 0) {
            length++;
        }
        return new String(bytes, at, length, StandardCharsets.UTF_8);
    }
}
