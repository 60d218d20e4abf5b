package dev.cambium.engine.api;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** How long the stretches are for which usage is told, in UTC; how far back is Neon's limit. */
public enum Granularity {
    /** Full hours of the last 168. */
    HOURLY(Duration.ofDays(7)),

    /** Days of the last 60. */
    DAILY(Duration.ofDays(60)),

    /** Months of the calendar, of the last year. */
    MONTHLY(Duration.ofDays(366));

    private final Duration reach;

    Granularity(Duration reach) {
        this.reach = reach;
    }

    /** How far back usage can be asked for. */
    public Duration reach() {
        return reach;
    }

    /** The beginning of the stretch in which a moment lies. */
    public Instant floor(Instant moment) {
        OffsetDateTime time = moment.atOffset(ZoneOffset.UTC);
        return switch (this) {
            case HOURLY -> time.truncatedTo(ChronoUnit.HOURS).toInstant();
            case DAILY -> time.truncatedTo(ChronoUnit.DAYS).toInstant();
            case MONTHLY -> time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).toInstant();
        };
    }

    /** The beginning of the next stretch. */
    public Instant next(Instant moment) {
        OffsetDateTime begin = floor(moment).atOffset(ZoneOffset.UTC);
        return switch (this) {
            case HOURLY -> begin.plusHours(1).toInstant();
            case DAILY -> begin.plusDays(1).toInstant();
            case MONTHLY -> begin.plusMonths(1).toInstant();
        };
    }
}
