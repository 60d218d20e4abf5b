package dev.cambium.engine.catalog;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A family of branches that share a Postgres major version, roles and a history window.
 *
 * @param id for example {@code quiet-birch-12345678}; never changes
 * @param name what people call it, unique in a home folder, compared with case
 * @param pgMajor the Postgres major version of every branch in it
 * @param postgresBin the folder of the installed Postgres it runs on, null for one that the build
 *     brought
 * @param roleName the role that owns new databases
 * @param defaultDatabase the database a connection string names, null while there is none
 * @param historyRetentionSeconds how far back points can be opened
 * @param historyMaxBytes how much disk the past of all its branches may take; what is beyond goes,
 *     oldest first
 */
public record Project(
        String id,
        String name,
        int pgMajor,
        @Nullable String postgresBin,
        String roleName,
        @Nullable String defaultDatabase,
        long historyRetentionSeconds,
        long historyMaxBytes,
        Instant createdAt,
        Instant updatedAt) {

    /** The same with another name and history window. */
    public Project changed(
            String newName, long retentionSeconds, long newHistoryMaxBytes, Instant now) {
        return new Project(
                id,
                newName,
                pgMajor,
                postgresBin,
                roleName,
                defaultDatabase,
                retentionSeconds,
                newHistoryMaxBytes,
                createdAt,
                now);
    }

    /** The same with another database for its connection strings. */
    public Project withDefaultDatabase(@Nullable String database, Instant now) {
        return new Project(
                id,
                name,
                pgMajor,
                postgresBin,
                roleName,
                database,
                historyRetentionSeconds,
                historyMaxBytes,
                createdAt,
                now);
    }
}
