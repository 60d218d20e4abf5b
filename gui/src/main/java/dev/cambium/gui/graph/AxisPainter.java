package dev.cambium.gui.graph;

import dev.cambium.gui.control.PaintRole;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.theme.Fonts;

import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/** Paints time: grid lines, the words above them, now, and the moment under the pointer. */
final class AxisPainter {

    private static final Font LABEL = Font.font(Fonts.TEXT, 11);
    static final Font STRONG = Font.font(Fonts.STRONG, 11);
    private static final Font MONO = Font.font(Fonts.MONO, 11);
    private static final double BASELINE = 20;

    /** A word nearer than this to "now" would run into it. */
    private static final double CLEAR_OF_NOW = 44;

    private static final double HOVER_WIDTH = 132;
    private static final double LINE_WIDTH = 1.2;
    private static final double BUBBLE_TOP = 6;
    private static final double BUBBLE_HEIGHT = 20;
    private static final double BUBBLE_PADDING = 9;
    private static final double WIDEST_BUBBLE = 280;

    /** Words of the axis are centred; this much of them lies on either side, and some air. */
    private static final double HALF_A_WORD = 26;

    private final GraphicsContext g;
    private final Function<PaintRole, Color> colors;
    private final TextWidths words;

    private record Bubble(double x, double left, double width, String words) {}

    /**
     * @param words of {@link #STRONG}
     */
    AxisPainter(GraphicsContext g, Function<PaintRole, Color> colors, TextWidths words) {
        this.g = g;
        this.colors = colors;
        this.words = words;
    }

    void grid(GraphFrame frame) {
        g.setStroke(colors.apply(PaintRole.LINE));
        g.setLineWidth(1);
        for (TimeAxis.Mark mark : frame.marks()) {
            double x = Math.floor(mark.x()) + 0.5;
            if (x > frame.nowX()) {
                break;
            }
            g.setLineDashes(2, 5);
            g.strokeLine(x, GraphFrame.AXIS_HEIGHT, x, frame.height());
        }
        g.setLineDashes();
    }

    void nowLine(GraphFrame frame) {
        double x = Math.floor(frame.nowX()) + 0.5;
        g.setGlobalAlpha(0.5);
        g.setStroke(colors.apply(PaintRole.ACCENT));
        g.setLineWidth(1);
        g.strokeLine(x, GraphFrame.AXIS_HEIGHT, x, frame.height());
        g.setGlobalAlpha(1);
    }

    /** Covers the lanes that were scrolled up under it. */
    void axis(GraphFrame frame, double hoverX, @Nullable GraphPlayhead playhead) {
        g.setFill(colors.apply(PaintRole.BACKGROUND));
        g.fillRect(0, 0, frame.width(), GraphFrame.AXIS_HEIGHT);
        g.setTextAlign(TextAlignment.CENTER);
        g.setTextBaseline(VPos.BASELINE);
        Bubble bubble = playhead == null ? null : bubble(frame, playhead);
        for (TimeAxis.Mark mark : frame.marks()) {
            boolean room =
                    mark.x() > 24
                            && mark.x() < frame.nowX() - CLEAR_OF_NOW
                            && !covered(bubble, mark.x());
            if (room) {
                g.setFont(mark.day() ? STRONG : LABEL);
                g.setFill(colors.apply(mark.day() ? PaintRole.MUTED : PaintRole.FAINT));
                g.fillText(mark.label(), mark.x(), BASELINE);
            }
        }
        if (!covered(bubble, frame.nowX())) {
            g.setFont(STRONG);
            g.setFill(colors.apply(PaintRole.ACCENT));
            g.fillText(Text.get("graph.now"), frame.nowX(), BASELINE);
        }
        if (frame.scrollY() > 0) {
            g.setFill(colors.apply(PaintRole.LINE));
            g.fillRect(0, GraphFrame.AXIS_HEIGHT - 1, frame.width(), 1);
        }
        if (bubble != null) {
            playhead(bubble);
        }
        if (hoverX >= 0 && hoverX < frame.nowX()) {
            moment(frame, hoverX);
        }
    }

    /** Where the playhead's words stand; null while its moment is out of view. */
    private @Nullable Bubble bubble(GraphFrame frame, GraphPlayhead playhead) {
        double x = Math.floor(frame.scale().x(playhead.time())) + 0.5;
        if (x < 0 || x > frame.width()) {
            return null;
        }
        String cut = words.cut(playhead.words(), WIDEST_BUBBLE);
        double width = words.of(cut) + 2 * BUBBLE_PADDING;
        double left = Math.clamp(x - width / 2, 4, Math.max(4, frame.width() - width - 4));
        return new Bubble(x, left, width, cut);
    }

    /** Whether a word of the axis would be touched. */
    private static boolean covered(@Nullable Bubble bubble, double x) {
        return bubble != null
                && x > bubble.left() - HALF_A_WORD
                && x < bubble.left() + bubble.width() + HALF_A_WORD;
    }

    /** The line through all lanes: over them, and under their words. */
    void playheadLine(GraphFrame frame, GraphPlayhead playhead) {
        Bubble bubble = bubble(frame, playhead);
        if (bubble != null) {
            g.setStroke(colors.apply(PaintRole.TEXT));
            g.setLineWidth(LINE_WIDTH);
            g.setLineDashes();
            g.strokeLine(bubble.x(), GraphFrame.AXIS_HEIGHT, bubble.x(), frame.height());
        }
    }

    /** Its moment in words in the axis. */
    private void playhead(Bubble bubble) {
        g.setStroke(colors.apply(PaintRole.TEXT));
        g.setLineWidth(LINE_WIDTH);
        double top = BUBBLE_TOP + BUBBLE_HEIGHT;
        g.strokeLine(bubble.x(), top, bubble.x(), GraphFrame.AXIS_HEIGHT);
        g.setFill(colors.apply(PaintRole.TEXT));
        g.fillRoundRect(bubble.left(), BUBBLE_TOP, bubble.width(), BUBBLE_HEIGHT, 10, 10);
        g.setFont(STRONG);
        g.setFill(colors.apply(PaintRole.BACKGROUND));
        g.fillText(bubble.words(), bubble.left() + bubble.width() / 2, BASELINE);
    }

    /** Follows the pointer behind all lanes; the exact time stands above it. */
    void hairline(GraphFrame frame, double hoverX) {
        if (hoverX < 0 || hoverX >= frame.nowX()) {
            return;
        }
        double x = Math.floor(hoverX) + 0.5;
        g.setStroke(colors.apply(PaintRole.FAINT));
        g.setLineWidth(1);
        g.strokeLine(x, GraphFrame.AXIS_HEIGHT - 4, x, frame.height());
    }

    private void moment(GraphFrame frame, double hoverX) {
        double left =
                Math.clamp(
                        hoverX - HOVER_WIDTH / 2, 4, Math.max(4, frame.width() - HOVER_WIDTH - 4));
        g.setFill(colors.apply(PaintRole.TEXT));
        g.fillRoundRect(left, 6, HOVER_WIDTH, 20, 10, 10);
        g.setFont(MONO);
        g.setFill(colors.apply(PaintRole.BACKGROUND));
        g.fillText(
                Figures.toTheSecond(frame.scale().time(hoverX)), left + HOVER_WIDTH / 2, BASELINE);
    }
}
