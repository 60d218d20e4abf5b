package dev.cambium.gui.graph;

import javafx.geometry.Point2D;
import javafx.scene.Node;

import org.jspecify.annotations.NullUnmarked;

/** Where lanes are painted, for tests that point at them. */
@NullUnmarked
public final class Lanes {

    private Lanes() {}

    /** A point on the screen on a branch's lane, near its end. */
    public static Point2D onScreen(Node canvas, String branchName) {
        GraphFrame frame = ((GraphCanvas) canvas).frame();
        Lane lane =
                frame.layout().lanes().stream()
                        .filter(each -> each.branch().name().equals(branchName))
                        .findFirst()
                        .orElseThrow();
        return canvas.localToScreen(lane.endX(), lane.y() - frame.scrollY());
    }

    /** Where a branch's curve leaves its parent, in the canvas. */
    public static double forkX(Node canvas, String branchName) {
        return ((GraphCanvas) canvas)
                .frame().layout().lanes().stream()
                        .filter(each -> each.branch().name().equals(branchName))
                        .findFirst()
                        .orElseThrow()
                        .forkX();
    }

    /** Where a moment lies, in the canvas. */
    public static double x(Node canvas, java.time.Instant moment) {
        return ((GraphCanvas) canvas).frame().scale().x(moment);
    }

    /** Where the playhead stands, in the canvas; negative while there is none. */
    public static double playhead(Node canvas) {
        GraphPlayhead playhead = ((GraphCanvas) canvas).playhead();
        return playhead == null ? -1 : x(canvas, playhead.time());
    }

    /** How many lanes the last painting had a label for; none before the first. */
    public static int labels(Node canvas) {
        GraphFrame painted = ((GraphCanvas) canvas).frame();
        return painted == null ? 0 : painted.labels().size();
    }
}
