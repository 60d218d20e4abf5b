package dev.cambium.gui.screen;

import javafx.scene.Parent;

/** What a screen shows. Used on the JavaFX thread. */
public interface ScreenView {

    Parent root();

    /** Gives the focus to where one begins; the root is in the scene by then. */
    void focus();

    /** Shows a branch or one of its moments, when someone asked for that elsewhere. */
    default void go(Place place) {}

    /** Called when another screen takes its place, and when the window closes. */
    default void left() {}
}
