package dev.cambium.gui.graph;

import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.gui.mark.MarkKind;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Marks at their places on a lane. */
final class LaneSpots {

    /** Marks of one kind nearer than this cannot be told apart. */
    private static final double APART = 9;

    /** One mark. */
    record Spot(double x, MarkKind kind, BranchTimeline.Mark mark) {}

    private LaneSpots() {}

    /** From left to right; of those in one place the first, and rather one at which data went. */
    static List<Spot> of(List<BranchTimeline.Mark> marks, Lane lane, TimeScale scale) {
        List<Spot> spots = new ArrayList<>();
        Map<MarkKind, Double> last = new EnumMap<>(MarkKind.class);
        for (BranchTimeline.Mark mark : marks) {
            MarkKind kind = MarkKind.of(mark);
            double x = scale.x(mark.time());
            if (drawn(kind) && x >= lane.startX() - 1 && x <= lane.endX() + 1) {
                Double before = last.get(kind);
                if (before == null || x - before >= APART || MarkKind.loses(mark)) {
                    last.put(kind, x);
                    spots.add(new Spot(x, kind, mark));
                }
            }
        }
        return spots;
    }

    /** Births are curves of their own, and checkpoints nothing to act on. */
    private static boolean drawn(MarkKind kind) {
        return switch (kind) {
            case DDL, BIG_WRITE, RESTORE, BOOKMARK, SNAPSHOT, IMAGE -> true;
            case RESET, BRANCH_POINT, CREATED, CHECKPOINT, OTHER -> false;
        };
    }
}
