package dev.cambium.gui.timeline;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * What of the past the slider shows.
 *
 * @param length null means everything within reach
 * @param end the moment at the right end; null means now, and goes on with it
 */
record Sight(@Nullable Duration length, @Nullable Instant end) {

    static final Sight ALL = new Sight(null, null);

    /** Finer than anyone writes by hand, coarser than the clock of Postgres. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** Nearer to now than this share of the view means now. */
    private static final double AT_NOW = 0.004;

    boolean all() {
        return length == null;
    }

    boolean followsNow() {
        return end == null;
    }

    /**
     * @param whole everything, until now
     */
    Stretch shown(Stretch whole) {
        Duration shown = length;
        if (shown == null || shown.compareTo(whole.length()) >= 0) {
            return whole;
        }
        Instant to = end == null || end.isAfter(whole.to()) ? whole.to() : end;
        Instant from = to.minus(shown);
        return from.isBefore(whole.from())
                ? new Stretch(whole.from(), whole.from().plus(shown))
                : new Stretch(from, to);
    }

    /** Stretches time around a moment that stays where it is; a factor above 1 shows less. */
    Sight zoomed(Stretch whole, Instant around, double factor) {
        Stretch before = shown(whole);
        Duration wanted = times(before.length(), 1 / factor);
        Duration next = wanted.compareTo(SHORTEST) < 0 ? SHORTEST : wanted;
        if (next.compareTo(whole.length()) >= 0) {
            return ALL;
        }
        double right = share(Duration.between(around, before.to()), before.length());
        return until(whole, next, around.plus(times(next, right)));
    }

    /** Moves by a share of what is shown; to the future with a positive one. */
    Sight panned(Stretch whole, double share) {
        Stretch before = shown(whole);
        return all()
                ? this
                : until(whole, before.length(), before.to().plus(times(before.length(), share)));
    }

    /** Moves as little as needed to bring a moment into view. */
    Sight revealing(Stretch whole, Instant moment) {
        Stretch before = shown(whole);
        if (all() || before.holds(moment)) {
            return this;
        }
        Duration length = before.length();
        return moment.isAfter(before.to())
                ? until(whole, length, moment.plus(times(length, 0.1)))
                : until(whole, length, moment.plus(times(length, 0.9)));
    }

    private static Sight until(Stretch whole, Duration length, Instant end) {
        boolean now = !end.isBefore(whole.to().minus(times(length, AT_NOW)));
        Instant first = whole.from().plus(length);
        return new Sight(length, now ? null : end.isBefore(first) ? first : end);
    }

    private static double share(Duration part, Duration whole) {
        return seconds(part) / seconds(whole);
    }

    private static Duration times(Duration duration, double factor) {
        return Duration.ofNanos(Math.round(seconds(duration) * factor * 1e9));
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }
}
