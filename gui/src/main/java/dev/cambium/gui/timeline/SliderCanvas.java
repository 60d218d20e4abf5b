package dev.cambium.gui.timeline;

import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.gui.graph.TextWidths;

import javafx.beans.value.ObservableValue;
import javafx.css.CssMetaData;
import javafx.css.SimpleStyleableObjectProperty;
import javafx.css.Styleable;
import javafx.css.StyleableObjectProperty;
import javafx.css.StyleableProperty;
import javafx.css.converter.ColorConverter;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The surface that the slider is painted on, once per layout, whatever changed. To a screen reader
 * it is a slider whose value is the time in seconds since the beginning of what it shows. Its
 * colours come from the style sheets as {@code -slider-...} properties.
 */
public final class SliderCanvas extends Region {

    private static final Map<SliderColor, CssMetaData<SliderCanvas, Color>> COLORS = metaData();
    private static final List<CssMetaData<? extends Styleable, ?>> CSS = cssMetaData();

    private final Canvas canvas = new Canvas();
    private final Map<SliderColor, StyleableObjectProperty<Color>> colors =
            new EnumMap<>(SliderColor.class);
    private final TextWidths labels = new TextWidths(SliderPainter.LABEL);
    private @Nullable TimelineViewModel timeline;
    private @Nullable SliderFrame frame;
    private double hoverX = -1;

    public SliderCanvas() {
        getStyleClass().add("slider-canvas");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.SLIDER);
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

    private void repaintWhenChanged(ObservableValue<?> value) {
        value.addListener((property, before, after) -> requestLayout());
    }

    /** What is on the screen now; null before the first painting. */
    @Nullable SliderFrame frame() {
        return frame;
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
        TimelineViewModel shown = timeline;
        double width = getWidth();
        if (shown == null || width < 1) {
            return;
        }
        canvas.setWidth(width);
        canvas.setHeight(SliderFrame.HEIGHT);
        shown.resolution(SliderFrame.resolution(width));
        SliderFrame next = SliderFrame.of(shown, width);
        frame = next;
        new SliderPainter(
                        canvas.getGraphicsContext2D(),
                        this::color,
                        labels,
                        (BranchTimeline.Mark mark) -> shown.branchOf(mark))
                .paint(
                        next,
                        shown.positionProperty().get() instanceof Position.Now,
                        isFocused(),
                        hoverX);
    }

    private Color color(SliderColor role) {
        StyleableObjectProperty<Color> color = colors.get(role);
        return color == null ? Color.GRAY : color.get();
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

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return CSS;
    }

    private static Map<SliderColor, CssMetaData<SliderCanvas, Color>> metaData() {
        Map<SliderColor, CssMetaData<SliderCanvas, Color>> all = new EnumMap<>(SliderColor.class);
        for (SliderColor role : SliderColor.values()) {
            all.put(
                    role,
                    new CssMetaData<>(role.property(), ColorConverter.getInstance(), Color.GRAY) {
                        @Override
                        public boolean isSettable(SliderCanvas styleable) {
                            return true;
                        }

                        @Override
                        public StyleableProperty<Color> getStyleableProperty(
                                SliderCanvas styleable) {
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
