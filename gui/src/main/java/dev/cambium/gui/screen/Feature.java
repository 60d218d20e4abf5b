package dev.cambium.gui.screen;

/** A part of the window that joins it by itself: it adds its screens and its commands. */
@FunctionalInterface
public interface Feature {

    /** Called once, before the window is shown. */
    void join(Frame frame);
}
