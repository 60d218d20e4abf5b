package dev.cambium.gui.control;

import java.util.Locale;

/** The roles that canvases paint with; the style sheets give them their colours. */
public enum PaintRole {
    BACKGROUND,
    SURFACE,
    SUNKEN,
    LINE,
    TEXT,
    MUTED,
    FAINT,
    ACCENT,
    DANGER,
    /** Of the branch that a canvas is about, where it is about one. */
    BRANCH,
    MAIN,
    DEV,
    PREVIEW,
    CI,
    ANONYMIZED,
    BACKUP;

    /** The property's name in style sheets, for example {@code -paint-background}. */
    String property() {
        return "-paint-" + name().toLowerCase(Locale.ROOT);
    }
}
