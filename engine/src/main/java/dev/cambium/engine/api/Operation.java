package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * One thing the engine did or does to a branch.
 *
 * @param action Neon's word, for example {@code create_branch}, {@code start_compute}
 * @param status {@code running}, {@code finished}, {@code failed}
 * @param error the sentence shown to people when it failed
 */
public record Operation(
        String id,
        String projectId,
        @Nullable String branchId,
        @Nullable String endpointId,
        String action,
        String status,
        @Nullable String error,
        int failuresCount,
        Instant createdAt,
        Instant updatedAt,
        long totalDurationMs) {}
