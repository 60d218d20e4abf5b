package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

/**
 * A running database to copy into a branch, all or nothing.
 *
 * @param url {@code postgres://USER:PASSWORD@HOST:PORT/DATABASE}, reachable from the engine
 * @param database in which it is put, made when missing; null means one of the source's name
 * @param refresh whether a database of that name on the branch is thrown away first; the branch
 *     then serves what it had until the copy is whole
 */
public record DatabaseImport(String url, @Nullable String database, boolean refresh) {

    /** Without the password. */
    @Override
    public String toString() {
        return "DatabaseImport[database=%s, refresh=%s]".formatted(database, refresh);
    }
}
