package dev.cambium.engine.branch.snapshot;

import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.SnapshotPlan;

import org.jspecify.annotations.Nullable;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/**
 * When a plan runs, in UTC, so that no change of the clocks skips a run or makes two of it. A day
 * that a month does not have is its last one.
 */
final class Recurrence {

    /** Neon's, in seconds. */
    private static final long RETENTION_MIN = 3_600;

    private Recurrence() {}

    /** The first run after a moment. */
    static Instant next(SnapshotPlan plan, Instant after) {
        ZonedDateTime now = after.atZone(ZoneOffset.UTC);
        LocalDate today = now.toLocalDate();
        ZonedDateTime run =
                switch (plan.frequency()) {
                    case HOURLY -> now.truncatedTo(ChronoUnit.HOURS).plusHours(1);
                    case DAILY -> firstAfter(now, at(today, plan), at(today.plusDays(1), plan));
                    case WEEKLY -> {
                        LocalDate day =
                                today.with(
                                        TemporalAdjusters.nextOrSame(
                                                DayOfWeek.of(or(plan.day(), 1))));
                        yield firstAfter(now, at(day, plan), at(day.plusWeeks(1), plan));
                    }
                    case MONTHLY -> {
                        YearMonth month = YearMonth.from(today);
                        yield firstAfter(
                                now,
                                at(dayOf(month, plan), plan),
                                at(dayOf(month.plusMonths(1), plan), plan));
                    }
                    case YEARLY -> {
                        YearMonth month = YearMonth.of(today.getYear(), or(plan.month(), 1));
                        yield firstAfter(
                                now,
                                at(dayOf(month, plan), plan),
                                at(dayOf(month.plusYears(1), plan), plan));
                    }
                };
        return run.toInstant();
    }

    /** Refuses a plan with fields that its frequency does not have, or outside of their ranges. */
    static SnapshotPlan checked(SnapshotPlan plan) {
        String frequency = plan.frequency().word();
        int dayMax =
                switch (plan.frequency()) {
                    case HOURLY, DAILY -> 0;
                    case WEEKLY -> 7;
                    case MONTHLY, YEARLY -> 31;
                };
        boolean hourly = plan.frequency() == SnapshotPlan.Frequency.HOURLY;
        boolean yearly = plan.frequency() == SnapshotPlan.Frequency.YEARLY;
        check("hour", plan.hour(), 0, hourly ? -1 : 23, frequency);
        check("day", plan.day(), 1, dayMax, frequency);
        check("month", plan.month(), 1, yearly ? 12 : 0, frequency);
        Long retention = plan.retentionSeconds();
        if (retention != null && retention < RETENTION_MIN) {
            throw refused(
                    "Snapshots of a schedule are kept for %d seconds (an hour) at least; %d were asked for."
                            .formatted(RETENTION_MIN, retention));
        }
        return plan;
    }

    private static void check(
            String field, @Nullable Integer value, int min, int max, String frequency) {
        if (value == null) {
            return;
        }
        if (max < min) {
            throw refused(
                    "A schedule that is %s has no %s. Leave that out.".formatted(frequency, field));
        }
        if (value < min || value > max) {
            throw refused(
                    "The %s of a schedule that is %s is from %d to %d; it cannot be %d."
                            .formatted(field, frequency, min, max, value));
        }
    }

    private static ZonedDateTime firstAfter(
            ZonedDateTime now, ZonedDateTime one, ZonedDateTime later) {
        return one.isAfter(now) ? one : later;
    }

    private static ZonedDateTime at(LocalDate day, SnapshotPlan plan) {
        return ZonedDateTime.of(day, LocalTime.of(or(plan.hour(), 0), 0), ZoneOffset.UTC);
    }

    private static LocalDate dayOf(YearMonth month, SnapshotPlan plan) {
        return month.atDay(Math.min(or(plan.day(), 1), month.lengthOfMonth()));
    }

    private static int or(@Nullable Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }

    private static Refusal refused(String sentence) {
        return new Refusal(Kind.INVALID, "SCHEDULE_INVALID", sentence);
    }
}
