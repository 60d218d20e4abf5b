package dev.cambium.gui.graph;

import javafx.beans.value.ObservableValue;
import javafx.css.CssMetaData;
import javafx.css.SimpleStyleableObjectProperty;
import javafx.css.Styleable;
import javafx.css.StyleableObjectProperty;
import javafx.css.StyleableProperty;
import javafx.css.converter.ColorConverter;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The surface that the graph is painted on: it is painted once per layout, whatever changed, and
 * only what can be seen, so that 500 branches cost as little as those in view. Its colours come
 * from the style sheets as {@code -graph-...} properties.
 */
public final class GraphCanvas extends Region {

    private static final Map<GraphColor, CssMetaData<GraphCanvas, Color>> COLORS = metaData();
    private static final List<CssMetaData<? extends Styleable, ?>> CSS = cssMetaData();

    private final Canvas canvas = new Canvas();
    private final Map<GraphColor, StyleableObjectProperty<Color>> colors =
            new EnumMap<>(GraphColor.class);
    private final TextWidths names = new TextWidths(GraphPainter.NAME);
    private final TextWidths details = new TextWidths(GraphPainter.DETAIL);
    private final TextWidths moments = new TextWidths(AxisPainter.STRONG);
    private @Nullable GraphViewModel graph;
    private @Nullable GraphFrame frame;
    private double scrollY;
    private double hoverX = -1;

    /**
     * Whether the frame must be laid out anew; a moving pointer only needs the same one painted.
     */
    private boolean stale = true;

    private Runnable onPainted = () -> {};

    public GraphCanvas() {
        getStyleClass().add("branch-graph");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.LIST_VIEW);
        COLORS.forEach(
                (role, metaData) -> {
                    StyleableObjectProperty<Color> color =
                            new SimpleStyleableObjectProperty<>(
                                    metaData, this, role.property(), Color.GRAY);
                    color.addListener((property, before, after) -> requestLayout());
                    colors.put(role, color);
                });
        getChildren().add(canvas);
        focusedProperty().addListener((property, before, after) -> requestLayout());
    }

    void show(GraphViewModel shown, Runnable afterPainting) {
        graph = shown;
        onPainted = afterPainting;
        repaintWhenChanged(shown.orderProperty());
        repaintWhenChanged(shown.selectedProperty());
        repaintWhenChanged(shown.searchProperty());
        repaintWhenChanged(shown.zoomProperty());
        repaintWhenChanged(shown.rightEdgeProperty());
        repaintWhenChanged(shown.nowProperty());
        repaintWhenChanged(shown.playheadProperty());
        shown.ticks()
                .addListener(
                        (javafx.collections.ListChangeListener<dev.cambium.engine.api.Tick>)
                                change -> layOutAnew());
    }

    private void repaintWhenChanged(ObservableValue<?> value) {
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

    /** Shows a hairline at the pointer; a negative value takes it away. */
    void hover(double x) {
        if (x != hoverX) {
            hoverX = x;
            requestLayout();
        }
    }

    @Override
    protected void layoutChildren() {
        GraphViewModel shown = graph;
        double width = getWidth();
        double height = getHeight();
        if (shown == null || width < 1 || height < 1) {
            return;
        }
        canvas.setWidth(width);
        canvas.setHeight(height);
        GraphFrame next = frame;
        if (stale || next == null || next.width() != width || next.height() != height) {
            next = GraphFrame.of(shown, width, height, scrollY, names, details);
            stale = false;
        }
        scrollY = next.scrollY();
        frame = next;
        var selected = shown.selectedProperty().get();
        new GraphPainter(
                        canvas.getGraphicsContext2D(), role -> color(role), names, details, moments)
                .paint(next, shown, selected == null ? null : selected.id(), isFocused(), hoverX);
        onPainted.run();
    }

    private Color color(GraphColor role) {
        StyleableObjectProperty<Color> color = colors.get(role);
        return color == null ? Color.GRAY : color.get();
    }

    @Override
    protected double computeMinWidth(double height) {
        return 320;
    }

    @Override
    protected double computeMinHeight(double width) {
        return 160;
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return CSS;
    }

    private static Map<GraphColor, CssMetaData<GraphCanvas, Color>> metaData() {
        Map<GraphColor, CssMetaData<GraphCanvas, Color>> all = new EnumMap<>(GraphColor.class);
        for (GraphColor role : GraphColor.values()) {
            all.put(
                    role,
                    new CssMetaData<>(role.property(), ColorConverter.getInstance(), Color.GRAY) {
                        @Override
                        public boolean isSettable(GraphCanvas styleable) {
                            return true;
                        }

                        @Override
                        public StyleableProperty<Color> getStyleableProperty(
                                GraphCanvas styleable) {
                            return java.util.Objects.requireNonNull(styleable.colors.get(role));
                        }
                    });
        }
        return all;
    }

    private static List<CssMetaData<? extends Styleable, ?>> cssMetaData() {
        List<CssMetaData<? extends Styleable, ?>> all =
                new ArrayList<>(Region.getClassCssMetaData());
        all.addAll(COLORS.values());
        return List.copyOf(all);
    }
}
