package dev.cambium.engine.api;

import java.time.Instant;

/** A database on a branch, without {@code postgres} and the templates. */
public record Database(
        long id,
        String branchId,
        String name,
        String ownerName,
        @NeonTime Instant createdAt,
        @NeonTime Instant updatedAt) {}
