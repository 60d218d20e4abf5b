package dev.cambium.gui.graph;

import dev.cambium.gui.control.PaintedRegion;

import javafx.beans.value.ObservableValue;
import javafx.scene.AccessibleRole;

import org.jspecify.annotations.Nullable;

/**
 * The surface that the graph is painted on: it is painted once per layout, whatever changed, and
 * only what can be seen, so that 500 branches cost as little as those in view. Its colours come
 * from the style sheets as {@code -graph-...} properties.
 */
public final class GraphCanvas extends PaintedRegion {

    private final TextWidths names = new TextWidths(GraphPainter.NAME);
    private final TextWidths details = new TextWidths(GraphPainter.DETAIL);
    private final TextWidths moments = new TextWidths(AxisPainter.STRONG);
    private @Nullable GraphViewModel graph;
    private @Nullable GraphFrame frame;
    private double scrollY;

    /**
     * Whether the frame must be laid out anew; a moving pointer only needs the same one painted.
     */
    private boolean stale = true;

    private Runnable onPainted = () -> {};

    public GraphCanvas() {
        super("branch-graph", AccessibleRole.LIST_VIEW);
    }

    void show(GraphViewModel shown, Runnable afterPainting) {
        graph = shown;
        onPainted = afterPainting;
        whenChanged(shown.orderProperty());
        whenChanged(shown.selectedProperty());
        whenChanged(shown.searchProperty());
        whenChanged(shown.zoomProperty());
        whenChanged(shown.rightEdgeProperty());
        whenChanged(shown.nowProperty());
        whenChanged(shown.playheadProperty());
        whenChanged(shown.marks().versionProperty());
        shown.ticks()
                .addListener(
                        (javafx.collections.ListChangeListener<dev.cambium.engine.api.Tick>)
                                change -> layOutAnew());
    }

    private void whenChanged(ObservableValue<?> value) {
        value.addListener((property, before, after) -> layOutAnew());
    }

    private void layOutAnew() {
        stale = true;
        requestLayout();
    }

    /** What is on the screen now; null before the first painting. */
    @Nullable GraphFrame frame() {
        return frame;
    }

    /** The moment that is drawn through all lanes; null while there is none. */
    @Nullable GraphPlayhead playhead() {
        return graph == null ? null : graph.playheadProperty().get();
    }

    double scrollY() {
        return frame == null ? scrollY : frame.scrollY();
    }

    void scrollTo(double wanted) {
        scrollY = wanted;
        layOutAnew();
    }

    @Override
    protected void layoutChildren() {
        GraphViewModel shown = graph;
        double width = getWidth();
        double height = getHeight();
        if (shown == null || width < 1 || height < 1) {
            return;
        }
        GraphFrame next = frame;
        if (stale || next == null || next.width() != width || next.height() != height) {
            next = GraphFrame.of(shown, width, height, scrollY, names, details);
            stale = false;
        }
        scrollY = next.scrollY();
        frame = next;
        var selected = shown.selectedProperty().get();
        new GraphPainter(pen(width, height), role -> color(role), names, details, moments)
                .paint(next, shown, selected == null ? null : selected.id(), isFocused(), hoverX());
        shown.marks().want(next.lanesInView().stream().map(Lane::branch).toList());
        onPainted.run();
    }

    @Override
    protected double computeMinWidth(double height) {
        return 320;
    }

    @Override
    protected double computeMinHeight(double width) {
        return 160;
    }
}
