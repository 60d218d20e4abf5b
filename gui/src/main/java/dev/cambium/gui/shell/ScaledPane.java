package dev.cambium.gui.shell;

import javafx.beans.value.ObservableNumberValue;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;

/** Lays its content out in less room, and draws it as much larger. */
final class ScaledPane extends Region {

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
        double factor = hundredths.doubleValue() / 100;
        scale.setX(factor);
        scale.setY(factor);
        content.resizeRelocate(0, 0, getWidth() / factor, getHeight() / factor);
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
