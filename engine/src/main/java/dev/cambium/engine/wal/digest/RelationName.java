package dev.cambium.engine.wal.digest;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * What a relation is called, and where it lies, from some position on.
 *
 * @param oid its number in {@code pg_class}, which it keeps
 * @param file the number of its file, which a rewrite exchanges; 0 if it has none
 * @param kind as {@code pg_class.relkind}: {@code r} table, {@code i} index, {@code t} TOAST …
 * @param persistence {@code p} permanent, {@code u} unlogged, {@code t} temporary
 * @param schema null if only its number is known
 * @param rows as the planner believes; -1 if it does not know
 * @param ownerOid of a TOAST table or an index: the table it belongs to; else 0
 */
public record RelationName(
        long database,
        long oid,
        long file,
        char kind,
        char persistence,
        @Nullable String schema,
        String name,
        long rows,
        long ownerOid) {

    /** {@code schema.name}, without {@code public}. */
    public String label() {
        return schema == null || schema.equals("public") ? name : schema + "." + name;
    }

    /** Whether two readings are of the same thing, but for the planner's belief. */
    boolean sameAs(RelationName other) {
        return database == other.database
                && oid == other.oid
                && file == other.file
                && kind == other.kind
                && persistence == other.persistence
                && Objects.equals(schema, other.schema)
                && name.equals(other.name)
                && ownerOid == other.ownerOid;
    }

    /** Whether it holds rows that are counted. */
    boolean hasRows() {
        return kind == 'r' || kind == 'm' || kind == 'p';
    }

    boolean isTemporary() {
        return persistence == 't';
    }

    boolean isCatalog() {
        return oid < TransactionTracker.FIRST_USER_OID;
    }

    boolean isToastIndex() {
        return kind == 'i' && "pg_toast".equals(schema);
    }

    /** The word that SQL has for it. */
    String sort() {
        return switch (kind) {
            case 'i', 'I' -> "INDEX";
            case 'S' -> "SEQUENCE";
            case 'v' -> "VIEW";
            case 'm' -> "MATERIALIZED VIEW";
            case 'c' -> "TYPE";
            case 'f' -> "FOREIGN TABLE";
            default -> "TABLE"; // a letter from Postgres: r, p
        };
    }
}
