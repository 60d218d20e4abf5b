package dev.cambium.gui.timeline;

import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.gui.graph.TimeAxis;
import dev.cambium.gui.graph.TimeScale;
import dev.cambium.gui.mark.MarkKind;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * All that one drawing of the slider shows, in pixels; painting and pointing read the same frame.
 *
 * @param reachX where what can be opened begins
 * @param nowX where it ends
 * @param bars from left to right
 * @param spots marks in view, those that matter less first
 */
record SliderFrame(
        double width,
        TimeScale scale,
        double reachX,
        double nowX,
        double playheadX,
        List<Bar> bars,
        List<Spot> spots,
        List<TimeAxis.Mark> axis) {

    /** So that the playhead's knob and the word "now" are whole at either end. */
    static final double MARGIN = 18;

    /** Where the centres of diamonds and rings lie. */
    static final double MARKS_Y = 9;

    /** The line that bars stand on. */
    static final double BASE_Y = 56;

    static final double TALLEST_BAR = 36;
    static final double AXIS_BASELINE = 76;
    static final double HEIGHT = 82;

    /** Room for a bar and the gap beside it. */
    static final double SLICE = 5;

    /** Slices with more than so many times the median are all drawn equally high. */
    private static final double OVER_THE_MIDDLE = 8;

    /** Bytes: what Postgres writes when nobody does anything must not look like work. */
    private static final double LEAST_FULL = 64 * 1024;

    private static final double GAP = 1.5;
    private static final double NARROWEST = 1.5;

    /**
     * One bar.
     *
     * @param share its height between 0 and 1: 1 is as much as is told apart in view
     */
    record Bar(double x, double width, double share, BranchTimeline.Slice slice) {}

    /** A mark at its place. */
    record Spot(double x, MarkKind kind, BranchTimeline.Mark mark) {}

    static SliderFrame of(TimelineViewModel timeline, double width) {
        Stretch shown = timeline.shown();
        Instant now = timeline.nowProperty().get();
        double span = Math.max(1, width - 2 * MARGIN);
        TimeScale scale =
                new TimeScale(shown.from(), MARGIN, span / Math.max(1, shown.length().toMillis()));
        Past past = timeline.pastProperty().get();
        BranchTimeline.Reach reach = past.reach();
        double nowX = scale.x(now);
        return new SliderFrame(
                width,
                scale,
                reach == null ? nowX : scale.x(reach.fromTime()),
                nowX,
                scale.x(timeline.positionProperty().get().time(now)),
                bars(past, scale, width),
                spots(past, scale, width),
                TimeAxis.marks(scale, 0, width, ZoneId.systemDefault()));
    }

    /** A square root keeps a few kilobytes visible beside many. */
    private static List<Bar> bars(Past past, TimeScale scale, double width) {
        double most = tallest(past, scale, width);
        List<Bar> bars = new ArrayList<>();
        for (BranchTimeline.Slice slice : past.slices()) {
            if (!Past.isQuiet(slice) && inView(scale, slice, width)) {
                double x = scale.x(slice.from());
                double full = scale.x(slice.to()) - x;
                double share = Math.min(1, Math.sqrt(slice.walBytes() / most));
                bars.add(new Bar(x, Math.max(NARROWEST, full - GAP), share, slice));
            }
        }
        return bars;
    }

    /** What fills the height: the most written, but a bulk load does not flatten all the rest. */
    private static double tallest(Past past, TimeScale scale, double width) {
        long[] written =
                past.slices().stream()
                        .filter(slice -> !Past.isQuiet(slice) && inView(scale, slice, width))
                        .mapToLong(BranchTimeline.Slice::walBytes)
                        .sorted()
                        .toArray();
        if (written.length == 0) {
            return LEAST_FULL;
        }
        double most = written[written.length - 1];
        return Math.max(LEAST_FULL, Math.min(most, OVER_THE_MIDDLE * written[written.length / 2]));
    }

    private static boolean inView(TimeScale scale, BranchTimeline.Slice slice, double width) {
        return scale.x(slice.to()) >= 0 && scale.x(slice.from()) <= width;
    }

    private static List<Spot> spots(Past past, TimeScale scale, double width) {
        List<Spot> spots = new ArrayList<>();
        for (boolean small : new boolean[] {true, false}) {
            for (BranchTimeline.Mark mark : past.marks()) {
                double x = scale.x(mark.time());
                MarkKind kind = MarkKind.of(mark);
                if (kind.small() == small && x >= MARGIN - 1 && x <= width - MARGIN + 1) {
                    spots.add(new Spot(x, kind, mark));
                }
            }
        }
        return spots;
    }

    /** How far from the left of what is shown a place lies: from 0 to 1. */
    double share(double x) {
        return Math.clamp((x - MARGIN) / (width - 2 * MARGIN), 0, 1);
    }

    /** How long so many pixels are. */
    Duration length(double pixels) {
        return Duration.ofNanos(Math.round(pixels / scale.pixelsPerMilli() * 1e6));
    }

    /** Whether a place is in view: not every mark or moment is while the slider shows a part. */
    boolean shows(double x) {
        return x >= MARGIN - 0.5 && x <= width - MARGIN + 0.5;
    }

    /** How many slices a width has room for. */
    static int resolution(double width) {
        return Math.clamp(Math.round((width - 2 * MARGIN) / SLICE), 40, 600);
    }
}
