package dev.cambium.engine.catalog;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * That a branch is filled anew every night from a running database.
 *
 * @param url of the source, perhaps with a password: never shown or logged
 * @param database in which it is put; null means one of the source's name
 * @param hour of the day at which it begins, in the computer's own time, from 0 to 23
 * @param nextRun when it is due; past if the engine did not run then
 * @param lastRun when it last ended; null before the first
 * @param lastError why that failed; null if it did not
 */
public record NightlyRefresh(
        String branchId,
        String url,
        @Nullable String database,
        int hour,
        Instant nextRun,
        @Nullable Instant lastRun,
        @Nullable String lastError) {

    /** Without the address. */
    @Override
    public String toString() {
        return "NightlyRefresh[branchId=%s, hour=%d, nextRun=%s]"
                .formatted(branchId, hour, nextRun);
    }
}
