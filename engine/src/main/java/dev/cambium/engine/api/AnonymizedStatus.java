package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Neon's status of a branch that holds anonymized data.
 *
 * @param state {@code initialized}, {@code anonymizing}, {@code anonymized} or {@code error}
 * @param lastRun null before the first one
 */
public record AnonymizedStatus(
        String projectId,
        String branchId,
        String state,
        String statusMessage,
        @NeonTime Instant createdAt,
        @NeonTime Instant updatedAt,
        @NeonTime @Nullable Instant failedAt,
        @Nullable LastRun lastRun) {

    /**
     * @param maskedColumns by the last run that was finished
     */
    public record LastRun(
            @NeonTime Instant startedAt,
            @NeonTime @Nullable Instant completedAt,
            int maskedColumns) {}
}
