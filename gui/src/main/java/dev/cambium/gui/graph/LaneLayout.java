package dev.cambium.gui.graph;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.branch.BranchKind;
import dev.cambium.gui.branch.BranchState;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Turns branches in order and a time scale into lanes; pure, so that its rules can be tested. */
public final class LaneLayout {

    /** The first lane's distance from the top: the axis above, and room for its bars. */
    static final double FIRST_LANE_Y = 64;

    /** Room below the last lane, for its label and the buttons that float over the corner. */
    static final double BELOW = 76;

    /** The way that a curve takes from its parent's lane to its own. */
    static final double CURVE_WIDTH = 34;

    static final double ROOMY_ROW = 68;
    static final double TIGHT_ROW = 48;

    private final List<Lane> lanes;
    private final double[][] forks;
    private final double rowHeight;

    private LaneLayout(List<Lane> lanes, double[][] forks, double rowHeight) {
        this.lanes = lanes;
        this.forks = forks;
        this.rowHeight = rowHeight;
    }

    /**
     * @param nowX where now lies; no lane goes further
     * @param viewHeight decides how far apart the lanes lie: as far as fits, within limits
     */
    static LaneLayout of(LaneOrder order, TimeScale scale, double nowX, double viewHeight) {
        int count = order.rows().size();
        double free = (viewHeight - FIRST_LANE_Y - BELOW) / Math.max(1, count - 1);
        double rowHeight = Math.floor(Math.clamp(free, TIGHT_ROW, ROOMY_ROW));
        List<Lane> lanes = new ArrayList<>(count);
        List<List<Double>> forks = new ArrayList<>(count);
        for (int row = 0; row < count; row++) {
            Branch branch = order.rows().get(row);
            Integer parentRow =
                    order.rowOf().get(branch.parentId() == null ? "" : branch.parentId());
            double y = FIRST_LANE_Y + row * rowHeight;
            double born = Math.min(scale.x(LaneOrder.branchedAt(branch)), nowX);
            double forkX = born;
            double startX = born;
            double parentY = y;
            if (parentRow != null) {
                Lane parent = lanes.get(parentRow);
                forkX = Math.max(born, parent.startX());
                startX = Math.min(forkX + CURVE_WIDTH, nowX);
                parentY = parent.y();
                forks.get(parentRow).add(forkX);
            }
            forks.add(new ArrayList<>());
            lanes.add(
                    new Lane(
                            branch,
                            BranchKind.of(branch),
                            BranchState.of(branch),
                            row,
                            parentRow == null ? -1 : parentRow,
                            forkX,
                            startX,
                            nowX,
                            y,
                            parentY));
        }
        double[][] sorted = new double[count][];
        for (int row = 0; row < count; row++) {
            sorted[row] = forks.get(row).stream().mapToDouble(Double::doubleValue).toArray();
            Arrays.sort(sorted[row]);
        }
        return new LaneLayout(List.copyOf(lanes), sorted, rowHeight);
    }

    public List<Lane> lanes() {
        return lanes;
    }

    public double rowHeight() {
        return rowHeight;
    }

    /** Where children leave a lane, ascending. */
    double[] forks(int row) {
        return forks[row].clone();
    }

    /** The height of the whole graph. */
    public double height() {
        return FIRST_LANE_Y + Math.max(0, lanes.size() - 1) * rowHeight + BELOW;
    }

    /** The first row that can show between two heights. */
    int firstRow(double top) {
        return Math.clamp((long) Math.floor((top - FIRST_LANE_Y) / rowHeight), 0, lanes.size());
    }

    /** The row after the last that can show above a height. */
    int endRow(double bottom) {
        return Math.clamp(
                (long) Math.ceil((bottom - FIRST_LANE_Y) / rowHeight) + 1, 0, lanes.size());
    }
}
