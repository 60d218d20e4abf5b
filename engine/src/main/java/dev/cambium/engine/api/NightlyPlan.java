package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * That a branch is filled anew every night from a running database.
 *
 * @param source for people: database, host and port
 * @param hour of the day at which it begins, in the time of the engine's computer
 * @param nextRun when it is due
 * @param lastRun when it last ended; null before the first
 * @param lastError why that failed; null if it did not
 */
public record NightlyPlan(
        String branchId,
        String branchName,
        String source,
        int hour,
        Instant nextRun,
        @Nullable Instant lastRun,
        @Nullable String lastError) {}
