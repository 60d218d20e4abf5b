package dev.cambium.gui.settings;

import dev.cambium.gui.control.StatusIcon;

/**
 * One thing that was looked at.
 *
 * @param fix what to do; empty when there is nothing to do
 */
record Finding(String check, Verdict verdict, String finding, String fix) {

    /** How grave it is. */
    enum Verdict {
        /** All is well. */
        OK(StatusIcon.DONE),
        /** A part of Cambium does not work here, the rest does. */
        WARNING(StatusIcon.WARNING),
        /** Cambium does not work. */
        BROKEN(StatusIcon.FAILED);

        private final StatusIcon icon;

        Verdict(StatusIcon icon) {
            this.icon = icon;
        }

        StatusIcon icon() {
            return icon;
        }
    }
}
