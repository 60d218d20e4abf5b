package dev.cambium.gui.control;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/**
 * Scrolls a pane down when a part of its content grows beyond its lower edge, as far as the part
 * can be seen from its beginning, and back up when the part is gone. What was scrolled to by hand
 * stays until the part grows again. Used on the JavaFX thread.
 */
public final class KeepInView {

    /** Between the part and the edge of the pane, in pixels. */
    private static final double GAP = 12;

    private final ScrollPane pane;
    private final Region part;
    private boolean scrolled;

    private KeepInView(ScrollPane pane, Region part) {
        this.pane = pane;
        this.part = part;
    }

    /**
     * @param part somewhere in the content of the pane
     */
    public static void of(ScrollPane pane, Region part) {
        KeepInView keep = new KeepInView(pane, part);
        part.heightProperty()
                .addListener(
                        (property, before, after) -> {
                            if (after.doubleValue() > before.doubleValue()) {
                                keep.onceLaidOut();
                            }
                        });
        part.managedProperty()
                .addListener(
                        (property, before, managed) -> {
                            if (!managed) {
                                keep.back();
                            }
                        });
    }

    private void back() {
        if (scrolled) {
            pane.setVvalue(0);
        }
        scrolled = false;
    }

    /** It grows in the middle of a layout; where it and its neighbours lie is known after that. */
    private void onceLaidOut() {
        Scene scene = part.getScene();
        if (scene == null) {
            return;
        }
        scene.addPostLayoutPulseListener(
                new Runnable() {
                    @Override
                    public void run() {
                        scene.removePostLayoutPulseListener(this);
                        scroll();
                    }
                });
    }

    private void scroll() {
        Node content = pane.getContent();
        double view = pane.getViewportBounds().getHeight();
        double hidden = content.getLayoutBounds().getHeight() - view;
        if (hidden <= 0 || !part.isManaged()) {
            return;
        }
        Bounds place = content.sceneToLocal(part.localToScene(part.getLayoutBounds()));
        double top = pane.getVvalue() * hidden;
        double wanted = Math.min(place.getMinY() - GAP, place.getMaxY() + GAP - view);
        if (wanted > top) {
            scrolled = true;
            pane.setVvalue(Math.min(1, wanted / hidden));
        }
    }
}
