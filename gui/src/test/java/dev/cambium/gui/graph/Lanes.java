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

    /** How many lanes the last painting had a label for. */
    public static int labels(Node canvas) {
        return ((GraphCanvas) canvas).frame().labels().size();
    }
}
