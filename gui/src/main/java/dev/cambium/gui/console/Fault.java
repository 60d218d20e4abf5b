package dev.cambium.gui.console;

/**
 * A place in the editor's text that the server found fault with.
 *
 * @param start index of the first character
 * @param end index behind the last one
 */
record Fault(int start, int end, String message) {}
