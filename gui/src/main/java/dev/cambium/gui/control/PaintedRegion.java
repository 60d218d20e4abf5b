package dev.cambium.gui.control;

import javafx.beans.value.ObservableValue;
import javafx.css.CssMetaData;
import javafx.css.SimpleStyleableObjectProperty;
import javafx.css.Styleable;
import javafx.css.StyleableObjectProperty;
import javafx.css.StyleableProperty;
import javafx.css.converter.ColorConverter;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A surface that is painted as a whole, once per layout, whatever changed. Its colours come from
 * the style sheets as {@code -paint-...} properties, see {@link PaintRole}.
 */
public abstract class PaintedRegion extends Region {

    private static final Map<PaintRole, CssMetaData<PaintedRegion, Color>> COLORS = metaData();
    private static final List<CssMetaData<? extends Styleable, ?>> CSS = cssMetaData();

    private final Canvas canvas = new Canvas();
    private double hoverX = -1;
    private final Map<PaintRole, StyleableObjectProperty<Color>> colors =
            new EnumMap<>(PaintRole.class);

    /**
     * @param styleClass its own, besides {@code painted}
     */
    protected PaintedRegion(String styleClass, AccessibleRole role) {
        getStyleClass().addAll("painted", styleClass);
        setFocusTraversable(true);
        setAccessibleRole(role);
        COLORS.forEach(
                (paint, metaData) -> {
                    StyleableObjectProperty<Color> color =
                            new SimpleStyleableObjectProperty<>(
                                    metaData, this, paint.property(), Color.GRAY);
                    color.addListener((property, before, after) -> requestLayout());
                    colors.put(paint, color);
                });
        getChildren().add(canvas);
        focusedProperty().addListener((property, before, after) -> requestLayout());
    }

    protected final void repaintWhenChanged(ObservableValue<?> value) {
        value.addListener((property, before, after) -> requestLayout());
    }

    /** Shows a hairline at the pointer; a negative value takes it away. */
    public final void hover(double x) {
        if (x != hoverX) {
            hoverX = x;
            requestLayout();
        }
    }

    /** Negative while there is none. */
    protected final double hoverX() {
        return hoverX;
    }

    /** What paints on it, for a surface of this size. */
    protected final GraphicsContext pen(double width, double height) {
        canvas.setWidth(width);
        canvas.setHeight(height);
        return canvas.getGraphicsContext2D();
    }

    protected final Color color(PaintRole role) {
        return Objects.requireNonNull(colors.get(role)).get();
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return CSS;
    }

    private static Map<PaintRole, CssMetaData<PaintedRegion, Color>> metaData() {
        Map<PaintRole, CssMetaData<PaintedRegion, Color>> all = new EnumMap<>(PaintRole.class);
        for (PaintRole role : PaintRole.values()) {
            all.put(
                    role,
                    new CssMetaData<>(role.property(), ColorConverter.getInstance(), Color.GRAY) {
                        @Override
                        public boolean isSettable(PaintedRegion styleable) {
                            return true;
                        }

                        @Override
                        public StyleableProperty<Color> getStyleableProperty(
                                PaintedRegion styleable) {
                            return Objects.requireNonNull(styleable.colors.get(role));
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
