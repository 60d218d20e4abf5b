package dev.cambium.gui.console;

/**
 * A line of what was said while statements ran.
 *
 * @param sentence may have several lines
 */
record ConsoleMessage(Kind kind, String sentence) {

    /** What kind of line it is. */
    enum Kind {
        /** A statement was done. */
        DONE("fth-check", "status-finished"),
        /** The server said something beside its answer. */
        NOTICE("fth-info", "status-running"),
        /** A statement was not done. */
        FAILED("fth-alert-triangle", "status-failed");

        private final String icon;
        private final String styleClass;

        Kind(String icon, String styleClass) {
            this.icon = icon;
            this.styleClass = styleClass;
        }

        String icon() {
            return icon;
        }

        String styleClass() {
            return styleClass;
        }
    }
}
