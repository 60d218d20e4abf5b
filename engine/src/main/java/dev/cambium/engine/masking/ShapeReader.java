package dev.cambium.engine.masking;

import dev.cambium.anonymizer.column.Column;
import dev.cambium.anonymizer.column.ColumnType;
import dev.cambium.anonymizer.column.DatabaseShape;
import dev.cambium.anonymizer.column.ForeignKey;
import dev.cambium.anonymizer.column.Table;
import dev.cambium.anonymizer.column.TableId;
import dev.cambium.anonymizer.column.TypeFamily;
import dev.cambium.anonymizer.column.UniqueKey;

import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the tables of a database out of its catalogs. A partitioned table is one table, and its
 * partitions are none; foreign tables and temporary ones are left out.
 */
final class ShapeReader {

    /** A varchar's or char's limit is kept with the four bytes of its header. */
    private static final int HEADER = 4;

    /** Characters of type name, without its closing zero. */
    private static final int NAME_LENGTH = 63;

    private static final String TABLES =
            """
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
              AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_toast'
            """;

    private final MaskingSession session;

    ShapeReader(MaskingSession session) {
        this.session = session;
    }

    DatabaseShape read() throws SQLException {
        Map<TableId, List<Column>> columns = columns();
        Map<TableId, List<UniqueKey>> keys = keys();
        List<Table> tables = new ArrayList<>();
        for (TableId id :
                session.list(
                        "SELECT n.nspname, c.relname " + TABLES + " ORDER BY 1, 2",
                        row -> new TableId(row.getString(1), row.getString(2)))) {
            tables.add(
                    new Table(
                            id,
                            columns.getOrDefault(id, List.of()),
                            keys.getOrDefault(id, List.of())));
        }
        return new DatabaseShape(tables, foreignKeys());
    }

    private Map<TableId, List<Column>> columns() throws SQLException {
        Map<TableId, List<Column>> found = new HashMap<>();
        session.list(
                """
                WITH RECURSIVE base(type, plain, modifier, strict) AS (
                    SELECT oid, oid, -1, false FROM pg_type WHERE typtype <> 'd'
                    UNION ALL
                    SELECT t.oid, b.plain, greatest(t.typtypmod, b.modifier), t.typnotnull OR b.strict
                    FROM pg_type t JOIN base b ON b.type = t.typbasetype WHERE t.typtype = 'd')
                SELECT n.nspname, c.relname, a.attname, a.attnotnull OR b.strict,
                    a.attgenerated <> '', t.typname, t.typtype, t.typcategory,
                    greatest(a.atttypmod, b.modifier),
                    format_type(b.plain, nullif(greatest(a.atttypmod, b.modifier), -1)),
                    (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder)
                     FROM pg_enum e WHERE e.enumtypid = b.plain)
                FROM pg_attribute a
                JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN base b ON b.type = a.atttypid JOIN pg_type t ON t.oid = b.plain
                WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0
                  AND NOT a.attisdropped AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                ORDER BY c.oid, a.attnum
                """,
                row ->
                        found.computeIfAbsent(
                                        new TableId(row.getString(1), row.getString(2)),
                                        id -> new ArrayList<>())
                                .add(
                                        new Column(
                                                row.getString(3),
                                                type(row),
                                                !row.getBoolean(4),
                                                row.getBoolean(5))));
        return found;
    }

    private static ColumnType type(ResultSet row) throws SQLException {
        String name = row.getString(6);
        int modifier = row.getInt(9);
        Array labels = row.getArray(11);
        TypeFamily family = family(name, row.getString(7), row.getString(8));
        int length =
                switch (name) {
                    case "varchar", "bpchar" -> modifier > HEADER ? modifier - HEADER : 0;
                    case "name" -> NAME_LENGTH;
                    default -> 0;
                };
        int bytes =
                switch (name) {
                    case "int2" -> 2;
                    case "int4" -> 4;
                    case "int8" -> 8;
                    default -> 0;
                };
        return new ColumnType(
                family,
                row.getString(10),
                length,
                bytes,
                labels == null ? List.of() : Arrays.asList((String[]) labels.getArray()));
    }

    private static TypeFamily family(String name, String kind, String category) {
        if (kind.equals("e")) {
            return TypeFamily.ENUM;
        }
        if (category.equals("A")) {
            return TypeFamily.ARRAY;
        }
        return switch (name) {
            case "text", "varchar", "bpchar", "citext", "name" -> TypeFamily.TEXT;
            case "int2", "int4", "int8" -> TypeFamily.INTEGER;
            case "numeric" -> TypeFamily.DECIMAL;
            case "float4", "float8" -> TypeFamily.FLOAT;
            case "date" -> TypeFamily.DATE;
            case "timestamp", "timestamptz" -> TypeFamily.TIMESTAMP;
            case "time", "timetz" -> TypeFamily.TIME;
            case "bool" -> TypeFamily.BOOLEAN;
            case "uuid" -> TypeFamily.UUID;
            case "inet", "cidr" -> TypeFamily.NETWORK;
            case "macaddr" -> TypeFamily.MAC;
            case "json", "jsonb" -> TypeFamily.JSON;
            case "bytea" -> TypeFamily.BINARY;
            default -> TypeFamily.OTHER;
        };
    }

    private Map<TableId, List<UniqueKey>> keys() throws SQLException {
        Map<TableId, List<UniqueKey>> found = new HashMap<>();
        session.list(
                """
                SELECT n.nspname, c.relname, ic.relname, i.indisprimary, i.indexprs IS NOT NULL,
                    (SELECT array_agg(DISTINCT a.attname::text) FROM pg_attribute a
                     WHERE a.attrelid = c.oid AND a.attnum > 0 AND (a.attnum = ANY (i.indkey)
                       OR (i.indexprs IS NOT NULL AND a.attnum IN (
                           SELECT d.refobjsubid FROM pg_depend d
                           WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
                             AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid))))
                FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
                JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE i.indisunique AND NOT c.relispartition AND c.relkind IN ('r', 'p')
                  AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                ORDER BY 1, 2, 3
                """,
                row ->
                        found.computeIfAbsent(
                                        new TableId(row.getString(1), row.getString(2)),
                                        id -> new ArrayList<>())
                                .add(
                                        new UniqueKey(
                                                row.getString(3),
                                                names(row, 6),
                                                row.getBoolean(4),
                                                row.getBoolean(5))));
        return found;
    }

    /** One that only partitions have, as pagila's, is one of their table for the rows in them. */
    private List<ForeignKey> foreignKeys() throws SQLException {
        return session.list(
                """
                WITH keys AS (
                    SELECT k.conname, k.conrelid AS own, coalesce(pg_partition_root(k.conrelid), k.conrelid) AS child,
                        k.confrelid AS aim, coalesce(pg_partition_root(k.confrelid), k.confrelid) AS parent,
                        (SELECT array_agg(a.attname::text ORDER BY p.place)
                         FROM unnest(k.conkey) WITH ORDINALITY p(number, place)
                         JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.number) AS columns,
                        (SELECT array_agg(a.attname::text ORDER BY p.place)
                         FROM unnest(k.confkey) WITH ORDINALITY p(number, place)
                         JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = p.number) AS referred
                    FROM pg_constraint k WHERE k.contype = 'f' AND k.conparentid = 0),
                named AS (SELECT c.oid, n.nspname AS schema, c.relname AS name
                    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace)
                SELECT k.conname, c.schema, c.name, f.schema, f.name, k.columns, k.referred,
                    cp.schema, cp.name, fp.schema, fp.name
                FROM keys k JOIN named c ON c.oid = k.child JOIN named f ON f.oid = k.parent
                LEFT JOIN named cp ON cp.oid = k.own AND k.own <> k.child
                LEFT JOIN named fp ON fp.oid = k.aim AND k.aim <> k.parent
                ORDER BY 2, 3, 1, 8, 9
                """,
                row ->
                        new ForeignKey(
                                row.getString(1),
                                new TableId(row.getString(2), row.getString(3)),
                                part(row, 8),
                                names(row, 6),
                                new TableId(row.getString(4), row.getString(5)),
                                part(row, 10),
                                names(row, 7)));
    }

    private static @Nullable TableId part(ResultSet row, int column) throws SQLException {
        String schema = row.getString(column);
        return schema == null ? null : new TableId(schema, row.getString(column + 1));
    }

    private static List<String> names(ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
    }
}
