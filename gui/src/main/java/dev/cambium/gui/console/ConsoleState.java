package dev.cambium.gui.console;

/** What the console is doing. */
enum ConsoleState {
    /** Nothing; it waits for a statement. */
    READY,
    /** A statement is on its way, or its session is being opened. */
    RUNNING,
    /** A statement is on its way and was told to stop. */
    CANCELLING
}
