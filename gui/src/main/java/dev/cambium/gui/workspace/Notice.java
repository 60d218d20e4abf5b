package dev.cambium.gui.workspace;

/** Something the person who asked for it should hear: that it is done, or why it is not. */
public record Notice(boolean failure, String title, String sentence) {}
