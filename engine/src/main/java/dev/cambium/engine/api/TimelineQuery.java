package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What to draw of a branch's past.
 *
 * @param from null means the oldest moment that can be opened
 * @param to null means now
 * @param slices in how many parts to divide the range, 1 to 2,000
 */
public record TimelineQuery(@Nullable Instant from, @Nullable Instant to, int slices) {

    /** As many parts as are asked for when nobody says. */
    public static final int SLICES_DEFAULT = 120;

    public static final int SLICES_MAX = 2_000;

    /** All that can be opened. */
    public static TimelineQuery all(int slices) {
        return new TimelineQuery(null, null, slices);
    }
}
