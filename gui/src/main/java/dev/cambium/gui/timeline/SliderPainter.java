package dev.cambium.gui.timeline;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.gui.branch.BranchKind;
import dev.cambium.gui.control.PaintRole;
import dev.cambium.gui.graph.TextWidths;
import dev.cambium.gui.graph.TimeAxis;
import dev.cambium.gui.l10n.Text;
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

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Paints one frame of the slider. */
final class SliderPainter {

    static final Font LABEL = Font.font(Fonts.TEXT, 11);
    private static final Font STRONG = Font.font(Fonts.STRONG, 11);

    private static final double PASSED = 0.78;
    private static final double AHEAD = 0.3;
    private static final double KNOB = 6.5;

    /** A word nearer than this to "now" would run into it. */
    private static final double CLEAR_OF_NOW = 46;

    /** Marks of one kind nearer than this cannot be told apart. */
    private static final double APART = 4;

    /** Words beside a mark, when nothing else stands there. */
    private static final double BESIDE_MARK = 10;

    private final GraphicsContext g;
    private final Function<PaintRole, Color> colors;
    private final TextWidths labels;
    private final Function<BranchTimeline.Mark, @Nullable Branch> branches;
    private final MarkPainter marks;

    /**
     * @param branches the branch that left at a mark
     */
    SliderPainter(
            GraphicsContext g,
            Function<PaintRole, Color> colors,
            TextWidths labels,
            Function<BranchTimeline.Mark, @Nullable Branch> branches) {
        this.g = g;
        this.colors = colors;
        this.labels = labels;
        this.branches = branches;
        marks = new MarkPainter(g, colors, PaintRole.SURFACE);
    }

    /**
     * @param hoverX where the pointer is; negative when it is elsewhere
     */
    void paint(SliderFrame frame, boolean atNow, boolean focused, double hoverX) {
        g.setGlobalAlpha(1);
        g.setFill(color(PaintRole.SURFACE));
        g.fillRect(0, 0, frame.width(), SliderFrame.HEIGHT);
        ground(frame);
        for (SliderFrame.Bar bar : frame.bars()) {
            bar(frame, bar);
        }
        g.setGlobalAlpha(1);
        now(frame, atNow);
        axis(frame);
        hairline(frame, hoverX);
        spots(frame);
        words(frame);
        playhead(frame, atNow, focused);
    }

    private Color color(PaintRole role) {
        return colors.apply(role);
    }

    /** What can be gone to is one line; what lies before it is a paler, broken one. */
    private void ground(SliderFrame frame) {
        double left = SliderFrame.MARGIN;
        double right = Math.min(frame.nowX(), frame.width() - SliderFrame.MARGIN);
        double begin = Math.clamp(frame.reachX(), left, Math.max(left, right));
        double y = SliderFrame.BASE_Y + 0.5;
        g.setStroke(color(PaintRole.LINE));
        g.setLineWidth(1);
        if (begin > left) {
            g.setLineDashes(2, 4);
            g.strokeLine(left, y, begin, y);
            g.setLineDashes();
            g.strokeLine(begin, y - 5, begin, y + 5);
        }
        g.strokeLine(begin, y, right, y);
    }

    private void bar(SliderFrame frame, SliderFrame.Bar bar) {
        double left = Math.max(bar.x(), SliderFrame.MARGIN);
        double right = Math.min(bar.x() + bar.width(), frame.width() - SliderFrame.MARGIN);
        if (right <= left) {
            return;
        }
        double height = Math.max(1.5, Math.rint(bar.share() * SliderFrame.TALLEST_BAR));
        boolean passed = bar.x() + bar.width() / 2 <= frame.playheadX();
        g.setGlobalAlpha(passed ? PASSED : AHEAD);
        g.setFill(color(PaintRole.BRANCH));
        g.fillRoundRect(left, SliderFrame.BASE_Y - height, right - left, height, 1.5, 1.5);
    }

    private void now(SliderFrame frame, boolean atNow) {
        if (!frame.shows(frame.nowX())) {
            return;
        }
        double x = Math.floor(frame.nowX()) + 0.5;
        g.setGlobalAlpha(0.5);
        g.setStroke(color(PaintRole.ACCENT));
        g.setLineWidth(1);
        g.strokeLine(x, SliderFrame.MARKS_Y + 8, x, SliderFrame.BASE_Y);
        g.setGlobalAlpha(1);
        g.setTextAlign(TextAlignment.CENTER);
        g.setTextBaseline(VPos.BASELINE);
        g.setFont(STRONG);
        g.setFill(color(atNow ? PaintRole.ACCENT : PaintRole.MUTED));
        g.fillText(Text.get("graph.now"), frame.nowX(), SliderFrame.AXIS_BASELINE);
    }

    private void axis(SliderFrame frame) {
        double end = frame.shows(frame.nowX()) ? frame.nowX() - CLEAR_OF_NOW : frame.width() - 24;
        g.setTextAlign(TextAlignment.CENTER);
        g.setTextBaseline(VPos.BASELINE);
        for (TimeAxis.Mark mark : frame.axis()) {
            if (mark.x() > 24 && mark.x() < end) {
                g.setFont(mark.day() ? STRONG : LABEL);
                g.setFill(color(mark.day() ? PaintRole.MUTED : PaintRole.FAINT));
                g.fillText(mark.label(), mark.x(), SliderFrame.AXIS_BASELINE);
                g.setStroke(color(PaintRole.LINE));
                g.setLineWidth(1);
                double x = Math.floor(mark.x()) + 0.5;
                g.strokeLine(x, SliderFrame.BASE_Y + 1, x, SliderFrame.BASE_Y + 5);
            }
        }
    }

    private void hairline(SliderFrame frame, double hoverX) {
        if (hoverX < 0 || !frame.shows(hoverX) || hoverX > frame.nowX()) {
            return;
        }
        double x = Math.floor(hoverX) + 0.5;
        g.setStroke(color(PaintRole.FAINT));
        g.setLineWidth(1);
        g.strokeLine(x, SliderFrame.MARKS_Y + 8, x, SliderFrame.BASE_Y);
    }

    /** Marks of one kind in one place are one figure; what lies there is told when pointed at. */
    private void spots(SliderFrame frame) {
        Map<MarkKind, Double> drawn = new EnumMap<>(MarkKind.class);
        for (SliderFrame.Spot spot : frame.spots()) {
            Double last = drawn.get(spot.kind());
            boolean hidden = last != null && spot.x() - last < APART;
            if (!hidden || MarkKind.loses(spot.mark())) {
                drawn.put(spot.kind(), spot.x());
                spot(spot);
            }
        }
    }

    private void spot(SliderFrame.Spot spot) {
        double x = spot.x();
        double y = SliderFrame.MARKS_Y;
        g.setLineCap(StrokeLineCap.ROUND);
        switch (spot.kind()) {
            case DDL ->
                    marks.diamond(
                            x, y, MarkKind.loses(spot.mark()) ? PaintRole.DANGER : PaintRole.MUTED);
            case BIG_WRITE -> marks.triangle(x, y);
            case RESET, RESTORE -> marks.loop(x, y, color(PaintRole.BRANCH));
            case BOOKMARK -> marks.ribbon(x, y);
            case SNAPSHOT -> marks.dot(x, y);
            case BRANCH_POINT -> marks.ring(x, y, childColor(spot.mark()));
            case CREATED -> tick(x, 10, PaintRole.MUTED);
            case CHECKPOINT -> tick(x, 5, PaintRole.FAINT);
            case IMAGE -> marks.block(x, SliderFrame.BASE_Y + 4);
            case OTHER -> tick(x, 5, PaintRole.FAINT);
        }
    }

    private Color childColor(BranchTimeline.Mark mark) {
        Branch child = branches.apply(mark);
        return color(child == null ? PaintRole.FAINT : BranchKind.of(child).paint());
    }

    /** Below the line, where nothing hides it and it hides nothing. */
    private void tick(double x, double length, PaintRole role) {
        double at = Math.floor(x) + 0.5;
        g.setStroke(color(role));
        g.setLineWidth(1);
        g.strokeLine(at, SliderFrame.BASE_Y - length + 4, at, SliderFrame.BASE_Y + 4);
    }

    /** Names of bookmarks, and what was lost, as far as there is room until the next mark. */
    private void words(SliderFrame frame) {
        List<SliderFrame.Spot> row =
                frame.spots().stream()
                        .filter(spot -> !spot.kind().small())
                        .sorted(java.util.Comparator.comparingDouble(SliderFrame.Spot::x))
                        .toList();
        g.setFont(LABEL);
        g.setTextAlign(TextAlignment.LEFT);
        g.setTextBaseline(VPos.BASELINE);
        double edge = frame.width() - SliderFrame.MARGIN;
        for (int i = 0; i < row.size(); i++) {
            SliderFrame.Spot spot = row.get(i);
            boolean named = spot.kind() == MarkKind.BOOKMARK || MarkKind.loses(spot.mark());
            double end = i + 1 < row.size() ? row.get(i + 1).x() - BESIDE_MARK : edge;
            double begin = spot.x() + BESIDE_MARK;
            if (named && begin + labels.of(spot.mark().label()) <= end) {
                g.setFill(color(PaintRole.MUTED));
                g.fillText(spot.mark().label(), begin, SliderFrame.MARKS_Y + 4);
            }
        }
    }

    private void playhead(SliderFrame frame, boolean atNow, boolean focused) {
        double x = frame.playheadX();
        if (!frame.shows(x)) {
            return;
        }
        PaintRole role = atNow ? PaintRole.ACCENT : PaintRole.TEXT;
        double line = Math.floor(x) + 0.5;
        g.setStroke(color(role));
        g.setLineWidth(1.6);
        g.strokeLine(line, SliderFrame.MARKS_Y + 7, line, SliderFrame.BASE_Y);
        if (focused) {
            g.setGlobalAlpha(0.3);
            g.setFill(color(PaintRole.ACCENT));
            g.fillOval(x - KNOB - 4, SliderFrame.BASE_Y - KNOB - 4, KNOB * 2 + 8, KNOB * 2 + 8);
            g.setGlobalAlpha(1);
        }
        g.setFill(color(PaintRole.SURFACE));
        g.setLineWidth(2);
        g.fillOval(x - KNOB, SliderFrame.BASE_Y - KNOB, KNOB * 2, KNOB * 2);
        g.strokeOval(x - KNOB, SliderFrame.BASE_Y - KNOB, KNOB * 2, KNOB * 2);
    }
}
