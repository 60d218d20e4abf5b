package dev.cambium.gui.graph;

import dev.cambium.engine.api.Tick;
import dev.cambium.gui.control.PaintRole;
import dev.cambium.gui.control.PaintedRegion;
import dev.cambium.gui.l10n.Text;

import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.MouseEvent;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/** All time in one strip, with the WAL of all branches: what is in view is framed, and is moved. */
public final class Minimap extends PaintedRegion {

    private static final double HEIGHT = 30;
    private static final double BAR = 3;
    private static final double NARROWEST = 10;
    private @Nullable GraphViewModel graph;
    private @Nullable GraphCanvas canvas;

    public Minimap() {
        super("minimap", AccessibleRole.PARENT);
        setFocusTraversable(false);
        setAccessibleText(Text.get("graph.minimap"));
        setOnMousePressed(this::move);
        setOnMouseDragged(this::move);
    }

    void show(GraphViewModel shown, GraphCanvas of) {
        graph = shown;
        canvas = of;
        repaintWhenChanged(shown.orderProperty());
        repaintWhenChanged(shown.zoomProperty());
        repaintWhenChanged(shown.rightEdgeProperty());
        repaintWhenChanged(shown.nowProperty());
        shown.ticks()
                .addListener(
                        (javafx.collections.ListChangeListener<Tick>) change -> requestLayout());
    }

    private TimeScale whole(GraphViewModel shown) {
        return TimeScale.fitting(shown.oldest(), shown.nowProperty().get(), 8, getWidth() - 8);
    }

    @Override
    protected void layoutChildren() {
        GraphViewModel shown = graph;
        double width = getWidth();
        if (shown == null || width < 40) {
            return;
        }
        GraphicsContext g = pen(width, HEIGHT);
        g.setGlobalAlpha(1);
        g.setFill(color(PaintRole.SURFACE));
        g.fillRect(0, 0, width, HEIGHT);
        g.setFill(color(PaintRole.LINE));
        g.fillRect(0, 0, width, 1);
        TimeScale scale = whole(shown);
        bars(g, shown, scale, width);
        view(g, scale);
    }

    private void bars(GraphicsContext g, GraphViewModel shown, TimeScale scale, double width) {
        long[] written = new long[(int) (width / BAR) + 1];
        for (Tick tick : shown.ticks()) {
            int slice = (int) (scale.x(tick.time()) / BAR);
            if (slice >= 0 && slice < written.length) {
                written[slice] += tick.walBytes();
            }
        }
        long most = 1;
        for (long bytes : written) {
            most = Math.max(most, bytes);
        }
        g.setFill(color(PaintRole.FAINT));
        for (int i = 0; i < written.length; i++) {
            if (written[i] > 0) {
                double height = Math.max(1.5, Math.cbrt((double) written[i] / most) * 18);
                g.fillRect(i * BAR, HEIGHT - 5 - height, BAR - 1, height);
            }
        }
    }

    private void view(GraphicsContext g, TimeScale scale) {
        GraphFrame frame = canvas == null ? null : canvas.frame();
        if (frame == null) {
            return;
        }
        double left = Math.max(1, scale.x(frame.scale().time(0)));
        double right =
                Math.min(
                        getWidth() - 1,
                        scale.x(frame.scale().time(frame.width() - frame.gutter())));
        double shown = Math.max(NARROWEST, right - left);
        g.setGlobalAlpha(0.12);
        g.setFill(color(PaintRole.ACCENT));
        g.fillRoundRect(left, 3, shown, HEIGHT - 6, 6, 6);
        g.setGlobalAlpha(1);
        g.setStroke(color(PaintRole.ACCENT));
        g.setLineWidth(1);
        g.strokeRoundRect(left + 0.5, 3.5, shown - 1, HEIGHT - 7, 6, 6);
    }

    /** The middle of the view goes to the pointer. */
    private void move(MouseEvent event) {
        GraphViewModel shown = graph;
        GraphFrame frame = canvas == null ? null : canvas.frame();
        if (shown == null || frame == null) {
            return;
        }
        Instant middle = whole(shown).time(event.getX());
        double span = frame.width() - frame.gutter() - GraphFrame.LEFT;
        Duration half = Duration.ofMillis(Math.round(span / frame.scale().pixelsPerMilli() / 2));
        shown.showUntil(middle.plus(half));
        event.consume();
    }

    @Override
    protected double computePrefHeight(double width) {
        return HEIGHT;
    }

    @Override
    protected double computeMinHeight(double width) {
        return HEIGHT;
    }

    @Override
    protected double computeMaxHeight(double width) {
        return HEIGHT;
    }
}
