package dev.cambium.gui.shell;

import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.shape.Circle;
import javafx.scene.shape.SVGPath;
import javafx.scene.transform.Scale;

/** The mark as {@code assets/logo.svg} draws it, in the theme's accent colour. */
final class Logo {

    /** The drawing's own size. */
    private static final double DRAWN = 24;

    private Logo() {}

    static Node of(double size) {
        SVGPath outer = new SVGPath();
        outer.setContent("M 18.6 8.2 A 9 9 0 1 1 13.6 3.6");
        outer.getStyleClass().add("logo-ring");
        SVGPath shoot = new SVGPath();
        shoot.setContent("M 18.6 8.2 C 17.6 5.6 18.6 3.4 21.6 2.4");
        shoot.getStyleClass().add("logo-ring");
        Circle inner = new Circle(10.6, 12.4, 5);
        inner.getStyleClass().addAll("logo-ring", "logo-inner");
        Circle core = new Circle(10.6, 12.4, 1.9);
        core.getStyleClass().add("logo-core");
        Group drawing = new Group(outer, shoot, inner, core);
        drawing.getTransforms().add(new Scale(size / DRAWN, size / DRAWN));
        drawing.setMouseTransparent(true);
        return new Group(drawing);
    }
}
