package dev.cambium.gui.graph;

import java.time.Duration;
import java.time.Instant;

/**
 * Where a moment lies on the screen.
 *
 * @param origin the moment at {@code originX}
 * @param originX in pixels from the graph's left edge
 * @param pixelsPerMilli above 0
 */
public record TimeScale(Instant origin, double originX, double pixelsPerMilli) {

    /** The shortest span shown at first: a project made a second ago is not one second wide. */
    static final Duration SHORTEST_SPAN = Duration.ofMinutes(2);

    /** The scale on which {@code from} lies at {@code left} and {@code to} at {@code right}. */
    static TimeScale fitting(Instant from, Instant to, double left, double right) {
        Instant start = to.minus(SHORTEST_SPAN).isBefore(from) ? to.minus(SHORTEST_SPAN) : from;
        double millis = Duration.between(start, to).toMillis();
        return new TimeScale(start, left, Math.max(1, right - left) / millis);
    }

    public double x(Instant moment) {
        return originX + millisBetween(origin, moment) * pixelsPerMilli;
    }

    public Instant time(double x) {
        return origin.plusNanos(Math.round((x - originX) / pixelsPerMilli * 1e6));
    }

    /** Stretches time around a point that stays where it is. */
    TimeScale zoomedAround(double x, double factor) {
        return new TimeScale(time(x), x, pixelsPerMilli * factor);
    }

    private static double millisBetween(Instant from, Instant to) {
        Duration between = Duration.between(from, to);
        return between.getSeconds() * 1e3 + between.getNano() / 1e6;
    }
}
