package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

/**
 * A line of a branch's snapshot schedule. Times are in UTC.
 *
 * @param frequency {@code hourly}, {@code daily}, {@code weekly}, {@code monthly}, {@code yearly}
 * @param hour of the day, 0 to 23; null means 0
 * @param day of the week, 1 (Monday) to 7, or of the month, 1 to 31; null means 1
 * @param month of the year, 1 to 12; null means 1
 * @param retentionSeconds how long its snapshots are kept; null means until somebody deletes them
 */
public record ScheduleItem(
        String frequency,
        @Nullable Integer hour,
        @Nullable Integer day,
        @Nullable Integer month,
        @Nullable Long retentionSeconds) {}
