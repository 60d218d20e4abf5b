package dev.cambium.gui.console;

import dev.cambium.gui.control.StatusIcon;

/**
 * A line of what was said while statements ran.
 *
 * @param sentence may have several lines
 */
record ConsoleMessage(Kind kind, String sentence) {

    /** What kind of line it is. */
    enum Kind {
        /** A statement was done. */
        DONE(StatusIcon.DONE),
        /** The server said something beside its answer. */
        NOTICE(StatusIcon.NOTE),
        /** A statement was not done. */
        FAILED(StatusIcon.FAILED);

        private final StatusIcon icon;

        Kind(StatusIcon icon) {
            this.icon = icon;
        }

        StatusIcon icon() {
            return icon;
        }
    }
}
