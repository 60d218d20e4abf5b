package dev.cambium.gui.timeline;

import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.gui.control.PaintedRegion;
import dev.cambium.gui.graph.TextWidths;

import javafx.geometry.Orientation;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * The surface that the slider is painted on, once per layout, whatever changed. To a screen reader
 * it is a slider whose value is the time in seconds since the beginning of what it shows. Its
 * colours come from the style sheets as {@code -slider-...} properties.
 */
public final class SliderCanvas extends PaintedRegion {

    private final TextWidths labels = new TextWidths(SliderPainter.LABEL);
    private @Nullable TimelineViewModel timeline;
    private @Nullable SliderFrame frame;

    public SliderCanvas() {
        super("slider-canvas", AccessibleRole.SLIDER);
    }

    void show(TimelineViewModel shown) {
        timeline = shown;
        repaintWhenChanged(shown.pastProperty());
        repaintWhenChanged(shown.sightProperty());
        repaintWhenChanged(shown.positionProperty());
        repaintWhenChanged(shown.nowProperty());
        repaintWhenChanged(shown.branchProperty());
        shown.positionProperty()
                .addListener(
                        (property, before, after) ->
                                notifyAccessibleAttributeChanged(AccessibleAttribute.VALUE));
    }

    /** What is on the screen now; null before the first painting. */
    @Nullable SliderFrame frame() {
        return frame;
    }

    @Override
    protected void layoutChildren() {
        TimelineViewModel shown = timeline;
        double width = getWidth();
        if (shown == null || width < 1) {
            return;
        }
        shown.resolution(SliderFrame.resolution(width));
        SliderFrame next = SliderFrame.of(shown, width);
        frame = next;
        new SliderPainter(
                        pen(width, SliderFrame.HEIGHT),
                        this::color,
                        labels,
                        (BranchTimeline.Mark mark) -> shown.branchOf(mark))
                .paint(
                        next,
                        shown.positionProperty().get() instanceof Position.Now,
                        isFocused(),
                        hoverX());
    }

    @Override
    protected double computeMinWidth(double height) {
        return 320;
    }

    @Override
    protected double computePrefHeight(double width) {
        return SliderFrame.HEIGHT;
    }

    @Override
    protected double computeMinHeight(double width) {
        return SliderFrame.HEIGHT;
    }

    @Override
    protected double computeMaxHeight(double width) {
        return SliderFrame.HEIGHT;
    }

    @Override
    public @Nullable Object queryAccessibleAttribute(
            AccessibleAttribute attribute, Object... parameters) {
        TimelineViewModel shown = timeline;
        if (shown != null && attribute == AccessibleAttribute.ORIENTATION) {
            return Orientation.HORIZONTAL;
        } else if (shown != null && attribute == AccessibleAttribute.MIN_VALUE) {
            return 0.0;
        } else if (shown != null && attribute == AccessibleAttribute.MAX_VALUE) {
            return seconds(shown, shown.nowProperty().get());
        } else if (shown != null && attribute == AccessibleAttribute.VALUE) {
            return seconds(shown, shown.positionProperty().get().time(shown.nowProperty().get()));
        }
        return super.queryAccessibleAttribute(attribute, parameters);
    }

    private static double seconds(TimelineViewModel shown, Instant moment) {
        return java.time.Duration.between(shown.whole().from(), moment).toMillis() / 1e3;
    }

    @Override
    public void executeAccessibleAction(AccessibleAction action, Object... parameters) {
        TimelineViewModel shown = timeline;
        if (shown != null && action == AccessibleAction.INCREMENT) {
            shown.stepSlice(true);
        } else if (shown != null && action == AccessibleAction.DECREMENT) {
            shown.stepSlice(false);
        } else {
            super.executeAccessibleAction(action, parameters);
        }
    }
}
