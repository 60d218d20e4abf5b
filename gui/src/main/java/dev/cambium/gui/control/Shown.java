package dev.cambium.gui.control;

import javafx.scene.Node;

/** A node that is there or takes no place at all. */
public final class Shown {

    private Shown() {}

    public static void when(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
