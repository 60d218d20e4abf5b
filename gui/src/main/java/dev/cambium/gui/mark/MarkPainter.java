package dev.cambium.gui.mark;

import dev.cambium.gui.control.PaintRole;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.ArcType;

import java.util.function.Function;

/** Draws marks; the same figures on the lanes of the graph and on the slider. */
public final class MarkPainter {

    private static final double LINE = 1.6;

    private final GraphicsContext g;
    private final Function<PaintRole, Color> colors;
    private final PaintRole ground;

    /**
     * @param ground what the figures stand on
     */
    public MarkPainter(GraphicsContext g, Function<PaintRole, Color> colors, PaintRole ground) {
        this.g = g;
        this.colors = colors;
        this.ground = ground;
    }

    private Color color(PaintRole role) {
        return colors.apply(role);
    }

    /** A change of the schema. */
    public void diamond(double x, double y, PaintRole role) {
        double[] xs = {x, x + 5, x, x - 5};
        double[] ys = {y - 5, y, y + 5, y};
        g.setLineWidth(LINE);
        g.setFill(color(ground));
        g.setStroke(color(role));
        g.fillPolygon(xs, ys, 4);
        g.strokePolygon(xs, ys, 4);
    }

    /** A big write. */
    public void triangle(double x, double y) {
        double[] xs = {x, x + 5, x - 5};
        double[] ys = {y - 5, y + 4, y + 4};
        g.setFill(color(PaintRole.MUTED));
        g.setStroke(color(ground));
        g.setLineWidth(2);
        // An edge of the ground keeps those apart that lie close together.
        g.strokePolygon(xs, ys, 3);
        g.fillPolygon(xs, ys, 3);
    }

    /** Other content from here on. */
    public void loop(double x, double y, Color color) {
        g.setLineWidth(LINE);
        g.setFill(color(ground));
        g.fillOval(x - 5, y - 5, 10, 10);
        g.setStroke(color);
        g.strokeArc(x - 4.5, y - 4.5, 9, 9, 130, -300, ArcType.OPEN);
    }

    /** A bookmark. */
    public void ribbon(double x, double y) {
        double[] xs = {x - 3.5, x + 3.5, x + 3.5, x, x - 3.5};
        double[] ys = {y - 5, y - 5, y + 5, y + 1.5, y + 5};
        g.setFill(color(PaintRole.TEXT));
        g.fillPolygon(xs, ys, 5);
    }

    /** Where a branch left. */
    public void ring(double x, double y, Color color) {
        g.setFill(color(ground));
        g.setStroke(color);
        g.setLineWidth(1.8);
        g.fillOval(x - 4, y - 4, 8, 8);
        g.strokeOval(x - 4, y - 4, 8, 8);
    }

    /** A snapshot: a ringed dot. */
    public void dot(double x, double y) {
        g.setFill(color(ground));
        g.setStroke(color(PaintRole.TEXT));
        g.setLineWidth(1.5);
        g.fillOval(x - 5.5, y - 5.5, 11, 11);
        g.strokeOval(x - 5.5, y - 5.5, 11, 11);
        g.setFill(color(PaintRole.TEXT));
        g.fillOval(x - 2, y - 2, 4, 4);
    }

    /** An image, from which opening is fast. */
    public void block(double x, double y) {
        g.setFill(color(PaintRole.MUTED));
        g.fillRoundRect(x - 2, y - 2, 4, 4, 1, 1);
    }
}
