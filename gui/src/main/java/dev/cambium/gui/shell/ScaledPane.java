package dev.cambium.gui.shell;

import javafx.beans.value.ObservableNumberValue;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;

/**
 * Lays its content out in less room, and draws it as much larger: as it is wished, or as far as the
 * content still has the room that it needs.
 */
final class ScaledPane extends Region {

    /** Of the content, in pixels before they are scaled: half of 1920 x 1080. */
    static final double LEAST_WIDTH = 960;

    static final double LEAST_HEIGHT = 540;

    private final Node content;
    private final ObservableNumberValue hundredths;
    private final Scale scale = new Scale(1, 1);

    ScaledPane(Node content, ObservableNumberValue hundredths) {
        this.content = content;
        this.hundredths = hundredths;
        content.getTransforms().add(scale);
        getChildren().add(content);
        hundredths.addListener((property, before, after) -> requestLayout());
    }

    @Override
    protected void layoutChildren() {
        double factor = factor();
        scale.setX(factor);
        scale.setY(factor);
        content.resizeRelocate(0, 0, getWidth() / factor, getHeight() / factor);
    }

    private double factor() {
        double most = Math.min(getWidth() / LEAST_WIDTH, getHeight() / LEAST_HEIGHT);
        return Math.max(1, Math.min(hundredths.doubleValue() / 100, most));
    }

    @Override
    protected double computePrefWidth(double height) {
        return content.prefWidth(-1) * hundredths.doubleValue() / 100;
    }

    @Override
    protected double computePrefHeight(double width) {
        return content.prefHeight(-1) * hundredths.doubleValue() / 100;
    }
}
