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

    /** A child's curve bends to the right just below the lane: what it needs on either side. */
    private static final double BEFORE_FORK = 6;

    private static final double AFTER_FORK = LaneLayout.CURVE_WIDTH / 2 + 8;

    /** Less than this shows too few letters to be of use. */
    private static final double LEAST_NAME = 36;

    private final double viewLeft;
    private final double viewRight;
    private final double nowX;
    private final double gutter;

    /**
     * @param nowX where now lies, in view or not
     * @param gutter pixels to the right of now that are free for words
     */
    LabelPlacer(double viewLeft, double viewRight, double nowX, double gutter) {
        this.viewLeft = viewLeft;
        this.viewRight = viewRight;
        this.nowX = nowX;
        this.gutter = gutter;
    }

    /**
     * @param forks where children leave this lane, ascending
     * @return null when the lane cannot be seen or there is no room at all
     */
    @Nullable Label place(Lane lane, double[] forks, double nameWidth, double detailWidth) {
        double whole = nameWidth + BETWEEN + detailWidth;
        double from = Math.max(lane.startX(), viewLeft) + INDENT;
        double end = Math.min(lane.endX(), viewRight) - INDENT;
        double widestFrom = 0;
        double widest = 0;
        double gapStart = from;
        for (int i = 0; i <= forks.length; i++) {
            double gapEnd = i < forks.length ? Math.min(forks[i] - BEFORE_FORK, end) : end;
            if (gapEnd - gapStart >= whole) {
                return at(gapStart, lane.y() + BELOW_LANE, nameWidth, detailWidth);
            }
            if (gapEnd - gapStart > widest) {
                widest = gapEnd - gapStart;
                widestFrom = gapStart;
            }
            if (i < forks.length) {
                gapStart = Math.max(gapStart, forks[i] + AFTER_FORK);
            }
        }
        if (nowX <= viewRight && nowX + BESIDE_END >= viewLeft && lane.startX() <= viewRight) {
            double room = Math.min(gutter, viewRight - nowX) - BESIDE_END;
            if (room >= LEAST_NAME) {
                double name = Math.min(nameWidth, room);
                double detail = room - name - BETWEEN >= detailWidth ? detailWidth : 0;
                return at(nowX + BESIDE_END, lane.y() + 4, name, detail);
            }
        }
        if (widest >= LEAST_NAME) {
            return at(widestFrom, lane.y() + BELOW_LANE, Math.min(nameWidth, widest), 0);
        }
        return null;
    }

    /** Whether a lane's words will stand beside its end when the gutter is wide enough. */
    static boolean needsGutter(
            Lane lane, double[] forks, double nameWidth, double detailWidth, double viewLeft) {
        LabelPlacer without =
                new LabelPlacer(viewLeft, Double.MAX_VALUE, Double.POSITIVE_INFINITY, 0);
        Label label = without.place(lane, forks, nameWidth, detailWidth);
        return label == null || label.detailWidth() == 0 || label.nameWidth() < nameWidth;
    }

    private static Label at(double x, double baseline, double nameWidth, double detailWidth) {
        return new Label(x, baseline, nameWidth, x + nameWidth + BETWEEN, detailWidth);
    }
}
