package dev.cambium.engine.catalog;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;

/**
 * A line of a branch's snapshot schedule. All times are in UTC.
 *
 * @param ordinal its place in the schedule, from 0
 * @param hour of the day, 0 to 23; null means 0
 * @param day of the week, 1 (Monday) to 7, or of the month, 1 to 31; null means 1
 * @param month of the year, 1 to 12; null means 1
 * @param retentionSeconds after which a snapshot made by it expires; null if never
 * @param nextRun when it makes the next one
 */
public record SnapshotPlan(
        String branchId,
        int ordinal,
        Frequency frequency,
        @Nullable Integer hour,
        @Nullable Integer day,
        @Nullable Integer month,
        @Nullable Long retentionSeconds,
        Instant nextRun) {

    /** How often. */
    public enum Frequency {
        /** At the full hour. */
        HOURLY,
        /** At an hour of the day. */
        DAILY,
        /** At an hour of a day of the week. */
        WEEKLY,
        /** At an hour of a day of the month, or of its last day where it is shorter. */
        MONTHLY,
        /** At an hour of a day of one month. */
        YEARLY;

        /** The word of the API. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The same, to run at another time. */
    public SnapshotPlan next(Instant run) {
        return new SnapshotPlan(
                branchId, ordinal, frequency, hour, day, month, retentionSeconds, run);
    }
}
