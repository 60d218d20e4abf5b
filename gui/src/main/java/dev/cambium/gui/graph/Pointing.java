package dev.cambium.gui.graph;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.mark.MarkWords;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What lies under the pointer, in words: the exact time and position of what happened there. */
final class Pointing {

    private static final double REACH = 8;

    private Pointing() {}

    /** Empty when there is nothing to tell. */
    static String at(GraphFrame frame, double x, double viewY) {
        double y = viewY + frame.scrollY();
        if (viewY < GraphFrame.AXIS_HEIGHT) {
            return "";
        }
        for (Lane lane : frame.layout().lanes()) {
            if (lane.hasParent() && near(x, y, lane.forkX(), lane.parentY())) {
                return branched(lane.branch());
            }
        }
        Lane lane = frame.laneAt(viewY);
        return lane == null ? "" : onLane(frame, lane, x, y);
    }

    private static boolean near(double x, double y, double markX, double markY) {
        return Math.abs(x - markX) <= REACH && Math.abs(y - markY) <= REACH;
    }

    private static String onLane(GraphFrame frame, Lane lane, double x, double y) {
        Branch branch = lane.branch();
        for (LaneSpots.Spot spot : frame.spots().getOrDefault(branch.id(), List.of())) {
            if (near(x, y, spot.x(), lane.y())) {
                return MarkWords.told(spot.mark());
            }
        }
        if (branch.lastResetAt() != null
                && near(x, y, GraphPainter.resetX(frame, lane), lane.y())) {
            return Text.get(
                    "tip.reset",
                    branch.name(),
                    Figures.exact(branch.lastResetAt()),
                    lsn(branch.parentLsn()));
        }
        if (near(x, y, lane.endX(), lane.y())) {
            return Text.get(
                    "tip.end",
                    branch.name(),
                    GraphViewModel.detail(branch),
                    lsn(branch.cambium().headLsn()));
        }
        if (y <= lane.y() && y >= lane.y() - 28) {
            WalBars.Bar bar = bar(frame, branch, x);
            if (bar != null) {
                return Text.get(
                        "tip.wal",
                        Figures.size(bar.walBytes()),
                        Figures.exact(bar.time()),
                        lsn(bar.lsn()));
            }
        }
        Label label = frame.labels().get(branch.id());
        boolean onLabel =
                label != null
                        && x >= label.x()
                        && x <= label.right()
                        && y <= label.detailBaseline() + 4
                        && y >= label.baseline() - 14;
        boolean onLine = x >= lane.startX() && x <= lane.endX() && Math.abs(y - lane.y()) <= 5;
        return onLabel || onLine ? branched(branch) : "";
    }

    private static WalBars.@Nullable Bar bar(GraphFrame frame, Branch branch, double x) {
        List<WalBars.Bar> bars = frame.bars().getOrDefault(branch.id(), List.of());
        for (WalBars.Bar bar : bars) {
            if (x >= bar.x() && x < bar.x() + WalBars.SLICE) {
                return bar;
            }
        }
        return null;
    }

    private static String branched(Branch branch) {
        if (branch.parentId() == null) {
            return Text.get("tip.root", branch.name(), Figures.exact(branch.createdAt()));
        }
        return Text.get(
                "tip.branched",
                branch.name(),
                Figures.exact(LaneOrder.branchedAt(branch)),
                lsn(branch.parentLsn()));
    }

    private static String lsn(@Nullable String lsn) {
        return lsn == null || lsn.isEmpty() ? Text.get("lsn.unknown") : lsn;
    }
}
