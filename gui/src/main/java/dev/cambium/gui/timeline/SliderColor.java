package dev.cambium.gui.timeline;

import dev.cambium.gui.branch.BranchKind;

import java.util.Locale;

/** The roles that the slider paints with; the style sheets give them their colours. */
enum SliderColor {
    SURFACE,
    SUNKEN,
    LINE,
    TEXT,
    MUTED,
    FAINT,
    ACCENT,
    DANGER,
    /** Of the branch whose past it is. */
    BRANCH,
    MAIN,
    DEV,
    PREVIEW,
    CI,
    BACKUP;

    /** The property's name in style sheets, for example {@code -slider-surface}. */
    String property() {
        return "-slider-" + name().toLowerCase(Locale.ROOT);
    }

    static SliderColor of(BranchKind kind) {
        return switch (kind) {
            case MAIN -> MAIN;
            case DEV -> DEV;
            case PREVIEW -> PREVIEW;
            case CI -> CI;
            case BACKUP -> BACKUP;
        };
    }
}
