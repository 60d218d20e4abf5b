package dev.cambium.gui.graph;

import org.jspecify.annotations.Nullable;

/**
 * Finds the place for a lane's words: under the lane's start, in the first gap between the lines of
 * its own children that holds them whole; else to the right of now, where no line ever is; else,
 * when now is out of sight, in the widest gap, cut short.
 */
public final class LabelPlacer {

    static final double BELOW_LANE = 19;
    static final double INDENT = 8;
    static final double BESIDE_END = 14;
    static final double BETWEEN = 6;
    static final double FROM_EDGE = 12;

    /** A child's curve bends to the right just below the lane: what it needs on either side. */
    private static final double BEFORE_FORK = 6;

    private static final double AFTER_FORK = LaneLayout.CURVE_WIDTH / 2 + 8;

    /** Between the baselines of name and detail when they are stacked. */
    private static final double LINE = 14;

    /** Lanes nearer than this leave no room for two lines. */
    private static final double ROW_FOR_TWO_LINES = 60;

    /** Less than this shows too few letters to be of use. */
    private static final double LEAST_NAME = 36;

    private final double viewLeft;
    private final double viewRight;
    private final double nowX;
    private final double gutter;
    private final boolean twoLines;

    /**
     * @param nowX where now lies, in view or not
     * @param gutter pixels to the right of now that are free for words
     * @param rowHeight how far apart the lanes lie
     */
    LabelPlacer(double viewLeft, double viewRight, double nowX, double gutter, double rowHeight) {
        this.viewLeft = viewLeft;
        this.viewRight = viewRight;
        this.nowX = nowX;
        this.gutter = gutter;
        twoLines = rowHeight >= ROW_FOR_TWO_LINES;
    }

    /**
     * @param forks where children leave this lane, ascending
     * @return null when the lane cannot be seen or there is no room at all
     */
    @Nullable Label place(Lane lane, double[] forks, double nameWidth, double detailWidth) {
        double end = Math.min(lane.endX(), viewRight) - INDENT;
        double gapStart = Math.max(lane.startX(), viewLeft) + INDENT;
        double widestFrom = 0;
        double widest = 0;
        for (int i = 0; i <= forks.length; i++) {
            double gapEnd = i < forks.length ? Math.min(forks[i] - BEFORE_FORK, end) : end;
            double gap = gapEnd - gapStart;
            if (gap >= nameWidth + BETWEEN + detailWidth) {
                return inLine(gapStart, lane.y() + BELOW_LANE, nameWidth, detailWidth);
            } else if (twoLines && gap >= Math.max(nameWidth, detailWidth)) {
                return stacked(gapStart, lane.y() + BELOW_LANE, nameWidth, detailWidth);
            }
            if (gap > widest) {
                widest = gap;
                widestFrom = gapStart;
            }
            if (i < forks.length) {
                gapStart = Math.max(gapStart, forks[i] + AFTER_FORK);
            }
        }
        boolean nowInView = nowX <= viewRight && nowX + BESIDE_END >= viewLeft;
        if (nowInView && lane.startX() <= viewRight) {
            Label beside = besideEnd(lane, nameWidth, detailWidth);
            if (beside != null) {
                return beside;
            }
        }
        return widest < LEAST_NAME
                ? null
                : inLine(widestFrom, lane.y() + BELOW_LANE, Math.min(nameWidth, widest), 0);
    }

    /** A long name is cut before its state and size are. */
    private @Nullable Label besideEnd(Lane lane, double nameWidth, double detailWidth) {
        double room = Math.min(gutter, viewRight - nowX) - BESIDE_END - FROM_EDGE;
        double name = Math.min(nameWidth, room - BETWEEN - detailWidth);
        if (name >= Math.min(nameWidth, LEAST_NAME)) {
            return inLine(nowX + BESIDE_END, lane.y() + 4, name, detailWidth);
        }
        return room < LEAST_NAME
                ? null
                : inLine(nowX + BESIDE_END, lane.y() + 4, Math.min(nameWidth, room), 0);
    }

    /** Whether a lane's words find no place under it. */
    static boolean needsGutter(
            Lane lane, double[] forks, double nameWidth, double detailWidth, double rowHeight) {
        LabelPlacer without =
                new LabelPlacer(0, Double.MAX_VALUE, Double.POSITIVE_INFINITY, 0, rowHeight);
        Label label = without.place(lane, forks, nameWidth, detailWidth);
        return label == null || label.detailWidth() == 0;
    }

    private static Label inLine(double x, double baseline, double nameWidth, double detailWidth) {
        return new Label(x, baseline, nameWidth, x + nameWidth + BETWEEN, baseline, detailWidth);
    }

    private static Label stacked(double x, double baseline, double nameWidth, double detailWidth) {
        return new Label(x, baseline, nameWidth, x, baseline + LINE, detailWidth);
    }
}
