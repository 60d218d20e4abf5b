package dev.cambium.gui.settings;

/**
 * One thing that was looked at.
 *
 * @param fix what to do; empty when there is nothing to do
 */
record Finding(String check, Verdict verdict, String finding, String fix) {

    /** How grave it is. */
    enum Verdict {
        /** All is well. */
        OK("fth-check", "status-finished"),
        /** A part of Cambium does not work here, the rest does. */
        WARNING("fth-alert-circle", "status-running"),
        /** Cambium does not work. */
        BROKEN("fth-alert-triangle", "status-failed");

        private final String icon;
        private final String styleClass;

        Verdict(String icon, String styleClass) {
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
