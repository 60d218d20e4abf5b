package dev.cambium.gui.timeline;

import java.time.Duration;
import java.time.Instant;

/** A stretch of time in view, not empty. */
record Stretch(Instant from, Instant to) {

    /** Steps in milliseconds that people count in; slices of the past are as long as one. */
    private static final long[] STEPS = {
        5,
        10,
        20,
        50,
        100,
        200,
        500,
        1_000,
        2_000,
        5_000,
        10_000,
        15_000,
        30_000,
        60_000,
        120_000,
        300_000,
        600_000,
        900_000,
        1_800_000,
        3_600_000,
        7_200_000,
        21_600_000,
        43_200_000,
        86_400_000
    };

    Duration length() {
        return Duration.between(from, to);
    }

    boolean holds(Instant moment) {
        return !moment.isBefore(from) && !moment.isAfter(to);
    }

    /** The shortest step of which at most so many fill the stretch. */
    Duration step(int most) {
        for (long step : STEPS) {
            if (length().toMillis() / step < most) {
                return Duration.ofMillis(step);
            }
        }
        long days = length().toDays() / Math.max(1, most) + 1;
        return Duration.ofDays(days);
    }

    /**
     * Widened to whole steps counted from a fixed moment: so the slices of a past that is read
     * again and again stay the same while time goes on, and only their last one grows.
     */
    Stretch aligned(Duration step) {
        long millis = step.toMillis();
        long begin = Math.floorDiv(from.toEpochMilli(), millis) * millis;
        long end = -Math.floorDiv(-to.toEpochMilli(), millis) * millis;
        return new Stretch(
                Instant.ofEpochMilli(begin), Instant.ofEpochMilli(Math.max(end, begin + millis)));
    }

    /** How many steps fill it. */
    int steps(Duration step) {
        return (int) Math.max(1, Math.round((double) length().toMillis() / step.toMillis()));
    }
}
