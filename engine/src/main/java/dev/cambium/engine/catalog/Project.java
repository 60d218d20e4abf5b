package dev.cambium.engine.catalog;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A family of branches that share a Postgres major version, roles and a history window.
 *
 * @param id for example {@code quiet-birch-12345678}; never changes
 * @param name what people call it, unique in a home folder, compared with case
 * @param pgMajor the Postgres major version of every branch in it
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
        String roleName,
        @Nullable String defaultDatabase,
        long historyRetentionSeconds,
        long historyMaxBytes,
        Instant createdAt,
        Instant updatedAt) {}
