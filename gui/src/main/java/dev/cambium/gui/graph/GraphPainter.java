package dev.cambium.gui.graph;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.branch.BranchState;
import dev.cambium.gui.control.PaintRole;
import dev.cambium.gui.mark.MarkKind;
import dev.cambium.gui.mark.MarkPainter;
import dev.cambium.gui.theme.Fonts;

import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;

/** Paints the lanes of one frame; {@link AxisPainter} paints the time behind and above them. */
final class GraphPainter {

    static final Font NAME = Font.font(Fonts.STRONG, 12.5);
    static final Font DETAIL = Font.font(Fonts.TEXT, 11);

    private static final double DIMMED = 0.22;
    private static final double ASLEEP = 0.55;
    private static final double PASSING = 0.3;
    private static final double END_RADIUS = 5.5;
    private static final double DOTTED = 40;
    private static final double BAR_WIDTH = 3;
    private static final double BAR_ABOVE_LANE = 5;

    private final GraphicsContext g;
    private final Function<PaintRole, Color> colors;
    private final TextWidths names;
    private final TextWidths details;
    private final TextWidths moments;
    private final MarkPainter marks;

    GraphPainter(
            GraphicsContext g,
            Function<PaintRole, Color> colors,
            TextWidths names,
            TextWidths details,
            TextWidths moments) {
        this.g = g;
        this.colors = colors;
        this.names = names;
        this.details = details;
        this.moments = moments;
        marks = new MarkPainter(g, colors, PaintRole.BACKGROUND);
    }

    /**
     * @param selected the chosen branch's id
     * @param hoverX where the pointer is; negative when it is elsewhere
     */
    void paint(
            GraphFrame frame,
            GraphViewModel graph,
            @Nullable String selected,
            boolean focused,
            double hoverX) {
        AxisPainter axis = new AxisPainter(g, colors, moments);
        g.setGlobalAlpha(1);
        g.setFill(color(PaintRole.BACKGROUND));
        g.fillRect(0, 0, frame.width(), frame.height());
        g.save();
        g.translate(0, -frame.scrollY());
        frame.lanesInView().stream()
                .filter(lane -> lane.branch().id().equals(selected))
                .forEach(lane -> selection(frame, lane, focused));
        g.restore();
        axis.grid(frame);
        axis.nowLine(frame);
        axis.hairline(frame, hoverX);
        g.save();
        g.translate(0, -frame.scrollY());
        // Those that lead out of view go first and faintly: with hundreds of them they would hide
        // those that end here.
        List<Lane> crossing = frame.curvesInView();
        crossing.stream()
                .filter(lane -> !ends(frame, lane))
                .forEach(lane -> passing(frame, graph, lane));
        for (Lane lane : crossing) {
            if (ends(frame, lane)) {
                dim(graph, lane);
                curve(frame, lane, 2.4);
            }
        }
        for (Lane lane : frame.lanesInView()) {
            dim(graph, lane);
            lane(frame, lane, lane.branch().id().equals(selected));
        }
        for (Lane lane : crossing) {
            if (lane.parentRow() >= frame.firstRow()) {
                dim(graph, lane);
                ring(lane, ends(frame, lane) ? 4 : 2);
            }
        }
        for (Lane lane : frame.lanesInView()) {
            dim(graph, lane);
            resetLoop(frame, lane);
            spots(frame, lane);
            end(lane);
        }
        g.restore();
        g.setGlobalAlpha(1);
        GraphPlayhead playhead = graph.playheadProperty().get();
        if (playhead != null) {
            axis.playheadLine(frame, playhead);
        }
        g.save();
        g.translate(0, -frame.scrollY());
        for (Lane lane : frame.lanesInView()) {
            if (playhead != null) {
                boolean chosen = lane.branch().id().equals(selected);
                clearLabel(frame, lane, frame.scale().x(playhead.time()), chosen);
            }
            dim(graph, lane);
            label(frame, lane);
        }
        g.restore();
        g.setGlobalAlpha(1);
        axis.axis(frame, hoverX, playhead);
    }

    private void dim(GraphViewModel graph, Lane lane) {
        g.setGlobalAlpha(!graph.searching() || graph.matches(lane.branch()) ? 1 : DIMMED);
    }

    private Color color(PaintRole role) {
        return colors.apply(role);
    }

    private Color color(Lane lane) {
        return color(lane.kind().paint());
    }

    private void selection(GraphFrame frame, Lane lane, boolean focused) {
        // Lower by a little than the middle: there are two lines of words below a lane.
        double top = Math.round(lane.y() - frame.layout().rowHeight() / 2) + 5;
        double height = frame.layout().rowHeight() - 2;
        g.setFill(color(PaintRole.SURFACE));
        g.fillRoundRect(8, top, frame.width() - 16, height, 14, 14);
        g.setStroke(focused ? color(lane) : color(PaintRole.LINE));
        g.setLineWidth(1);
        g.setLineDashes();
        g.strokeRoundRect(8.5, top + 0.5, frame.width() - 17, height - 1, 14, 14);
    }

    /** Whether a curve ends in view. */
    private static boolean ends(GraphFrame frame, Lane lane) {
        return lane.row() < frame.endRow();
    }

    private void passing(GraphFrame frame, GraphViewModel graph, Lane lane) {
        dim(graph, lane);
        g.setGlobalAlpha(g.getGlobalAlpha() * PASSING);
        curve(frame, lane, 1);
    }

    /**
     * In three pieces: one path would be as tall as the graph, and its mask, which is made of every
     * pixel around it, is what a frame without a graphics card takes its time for.
     */
    private void curve(GraphFrame frame, Lane lane, double width) {
        double half = lane.dropX() - lane.forkX();
        double bend = Math.min(22, (lane.y() - lane.parentY()) / 2);
        double top = frame.scrollY();
        double bottom = top + frame.height();
        double leaves = lane.parentY() + bend;
        double arrives = lane.y() - bend;
        g.setStroke(color(lane));
        g.setFill(color(lane));
        g.setLineWidth(width);
        // The pieces must not overlap where they meet: it would show on a faint curve.
        g.setLineCap(StrokeLineCap.BUTT);
        g.setLineDashes();
        if (leaves > top) {
            g.beginPath();
            g.moveTo(lane.forkX(), lane.parentY());
            g.bezierCurveTo(
                    lane.forkX() + half * 0.8,
                    lane.parentY(),
                    lane.dropX(),
                    lane.parentY() + bend * 0.4,
                    lane.dropX(),
                    leaves);
            g.stroke();
        }
        double from = Math.max(leaves, top);
        double to = Math.min(arrives, bottom);
        if (to > from) {
            g.fillRect(lane.dropX() - width / 2, from, width, to - from);
        }
        if (arrives < bottom) {
            g.beginPath();
            g.moveTo(lane.dropX(), arrives);
            g.bezierCurveTo(
                    lane.dropX(),
                    lane.y() - bend * 0.4,
                    lane.startX() - half * 0.8,
                    lane.y(),
                    lane.startX(),
                    lane.y());
            g.stroke();
        }
    }

    private void lane(GraphFrame frame, Lane lane, boolean selected) {
        double alpha = g.getGlobalAlpha();
        g.setFill(color(lane));
        List<WalBars.Bar> bars = frame.bars().getOrDefault(lane.branch().id(), List.of());
        double tallest = lane.kind() == dev.cambium.gui.branch.BranchKind.MAIN ? 20 : 14;
        g.setGlobalAlpha(alpha * 0.38);
        double hidden = 0;
        for (WalBars.Bar bar : bars) {
            // What was written while the curve goes down stands at the lane's start, as one bar.
            boolean early = bar.x() < lane.startX() - WalBars.SLICE / 2;
            hidden = early ? Math.max(hidden, bar.share()) : hidden;
            if (!early && bar.x() + BAR_WIDTH <= lane.endX() - END_RADIUS) {
                bar(bar.x(), lane.y(), Math.max(hidden, bar.share()) * tallest);
                hidden = 0;
            }
        }
        boolean pale = lane.state() == BranchState.ASLEEP;
        g.setGlobalAlpha(alpha * (pale ? ASLEEP : 1));
        g.setStroke(color(lane));
        g.setLineWidth(lane.branch().isDefault() ? 4 : selected ? 3.2 : 2.6);
        g.setLineCap(StrokeLineCap.ROUND);
        double start = Math.max(-10, lane.startX());
        double whole = dotted(lane) ? Math.min(lane.startX() + DOTTED, lane.endX()) : start;
        if (whole > start) {
            g.setLineDashes(0.1, 6);
            g.strokeLine(start, lane.y(), whole, lane.y());
            g.setLineDashes();
        }
        g.strokeLine(Math.max(start, whole), lane.y(), lane.endX(), lane.y());
        g.setGlobalAlpha(alpha);
    }

    /** A branch that was given a schema alone begins with dots: it has nobody's rows. */
    private static boolean dotted(Lane lane) {
        return lane.branch().cambium().schemaFrom() != null;
    }

    private void bar(double x, double laneY, double wantedHeight) {
        double height = Math.max(1.5, Math.rint(wantedHeight));
        g.fillRoundRect(x, laneY - BAR_ABOVE_LANE - height, BAR_WIDTH, height, 1.5, 1.5);
    }

    /** The small ring on the parent's lane where a child leaves. */
    private void ring(Lane lane, double radius) {
        g.setFill(color(PaintRole.BACKGROUND));
        g.setStroke(color(lane));
        g.setLineWidth(radius / 2);
        g.fillOval(lane.forkX() - radius, lane.parentY() - radius, radius * 2, radius * 2);
        g.strokeOval(lane.forkX() - radius, lane.parentY() - radius, radius * 2, radius * 2);
    }

    /** A loop on the lane: here it was given its parent's content anew. */
    private void resetLoop(GraphFrame frame, Lane lane) {
        Branch branch = lane.branch();
        if (branch.lastResetAt() == null) {
            return;
        }
        double x = resetX(frame, lane);
        double y = lane.y();
        g.setFill(color(PaintRole.BACKGROUND));
        g.fillOval(x - 8, y - 8, 16, 16);
        g.setStroke(color(lane));
        g.setLineWidth(2);
        g.setLineCap(StrokeLineCap.ROUND);
        g.strokeArc(x - 8, y - 8, 16, 16, 130, -300, javafx.scene.shape.ArcType.OPEN);
        // The arrow's head, at the arc's beginning.
        double headX = x + 8 * Math.cos(Math.toRadians(130));
        double headY = y - 8 * Math.sin(Math.toRadians(130));
        g.strokeLine(headX, headY, headX - 0.6, headY - 4.6);
        g.strokeLine(headX, headY, headX + 4.8, headY - 0.2);
    }

    private void spots(GraphFrame frame, Lane lane) {
        for (LaneSpots.Spot spot : frame.spots().getOrDefault(lane.branch().id(), List.of())) {
            double x = spot.x();
            double y = lane.y();
            switch (spot.kind()) {
                case DDL ->
                        marks.diamond(
                                x,
                                y,
                                MarkKind.loses(spot.mark()) ? PaintRole.DANGER : PaintRole.MUTED);
                case BIG_WRITE -> marks.triangle(x, y);
                case RESTORE -> marks.loop(x, y, color(lane));
                case BOOKMARK -> marks.ribbon(x, y);
                case SNAPSHOT -> marks.dot(x, y);
                case IMAGE -> marks.block(x, y + 5); // between the lane and its name
                case RESET, BRANCH_POINT, CREATED, CHECKPOINT, OTHER -> {}
            }
        }
    }

    /** Where the reset mark stands: within the lane, clear of both of its ends. */
    static double resetX(GraphFrame frame, Lane lane) {
        java.time.Instant reset = lane.branch().lastResetAt();
        double x = reset == null ? lane.startX() : frame.scale().x(reset);
        return Math.max(Math.min(x, lane.endX() - 20), Math.min(lane.startX() + 10, lane.endX()));
    }

    private void end(Lane lane) {
        double x = lane.endX();
        boolean crashed = lane.state() == BranchState.CRASHED;
        Color color = crashed ? color(PaintRole.DANGER) : color(lane);
        g.setFill(lane.state() == BranchState.RUNNING ? color : color(PaintRole.BACKGROUND));
        g.setStroke(color);
        g.setLineWidth(2);
        g.fillOval(x - END_RADIUS, lane.y() - END_RADIUS, END_RADIUS * 2, END_RADIUS * 2);
        g.strokeOval(x - END_RADIUS, lane.y() - END_RADIUS, END_RADIUS * 2, END_RADIUS * 2);
        g.setFill(color);
        if (lane.state().passing()) {
            g.fillOval(x - 2.5, lane.y() - 2.5, 5, 5);
        } else if (crashed) {
            g.strokeLine(x - 2, lane.y() - 2, x + 2, lane.y() + 2);
            g.strokeLine(x - 2, lane.y() + 2, x + 2, lane.y() - 2);
        }
    }

    /** Takes the playhead's line away from under words that it would cross. */
    private void clearLabel(GraphFrame frame, Lane lane, double x, boolean chosen) {
        Label label = frame.labels().get(lane.branch().id());
        if (label == null || x < label.x() - 4 || x > label.right() + 4) {
            return;
        }
        g.setGlobalAlpha(1);
        g.setFill(color(chosen ? PaintRole.SURFACE : PaintRole.BACKGROUND));
        double top = label.baseline() - 13;
        g.fillRect(Math.floor(x) - 1, top, 3, label.detailBaseline() + 5 - top);
    }

    private void label(GraphFrame frame, Lane lane) {
        Branch branch = lane.branch();
        Label label = frame.labels().get(branch.id());
        if (label == null) {
            return;
        }
        g.setTextAlign(TextAlignment.LEFT);
        g.setTextBaseline(VPos.BASELINE);
        g.setFont(NAME);
        g.setFill(color(PaintRole.TEXT));
        g.fillText(names.cut(branch.name(), label.nameWidth()), label.x(), label.baseline());
        if (label.detailWidth() > 0) {
            g.setFont(DETAIL);
            boolean crashed = lane.state() == BranchState.CRASHED;
            g.setFill(color(crashed ? PaintRole.DANGER : PaintRole.MUTED));
            g.fillText(
                    details.cut(GraphViewModel.detail(branch), label.detailWidth()),
                    label.detailX(),
                    label.detailBaseline());
        }
    }
}
