package dev.cambium.engine.wal.digest;

/** A step in the history of names. */
public sealed interface NameChange {

    /** From this position on a relation is called so. */
    record Known(long fromLsn, RelationName name) implements NameChange {}

    /** From this position on there is no such relation. */
    record Gone(long fromLsn, long database, long oid) implements NameChange {}

    /** A database is called so. The last name stays after it is dropped. */
    record Database(long oid, String name) implements NameChange {}

    /** A schema is called so. */
    record Schema(long database, long oid, String name) implements NameChange {}

    /** A server was asked for all names of a database, and showed what was committed up to here. */
    record Read(long database, long upTo) implements NameChange {}
}
