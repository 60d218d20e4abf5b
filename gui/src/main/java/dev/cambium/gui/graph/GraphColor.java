package dev.cambium.gui.graph;

import dev.cambium.gui.branch.BranchKind;

/** The roles that the canvas paints with; the style sheets give them their colours. */
enum GraphColor {
    BACKGROUND,
    SURFACE,
    LINE,
    TEXT,
    MUTED,
    FAINT,
    ACCENT,
    DANGER,
    MAIN,
    DEV,
    PREVIEW,
    CI,
    BACKUP;

    /** The property's name in style sheets, for example {@code -graph-background}. */
    String property() {
        return "-graph-" + name().toLowerCase(java.util.Locale.ROOT);
    }

    static GraphColor of(BranchKind kind) {
        return switch (kind) {
            case MAIN -> MAIN;
            case DEV -> DEV;
            case PREVIEW -> PREVIEW;
            case CI -> CI;
            case BACKUP -> BACKUP;
        };
    }
}
