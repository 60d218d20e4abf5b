package dev.cambium.engine.catalog;

import java.util.Locale;

/**
 * The life of a snapshot. It can be restored in each of these states.
 *
 * <pre>
 *  PENDING ──▶ MATERIALISING ──▶ READY
 *   ▲   ▲            │   │
 *   │   └── killed ──┘   └──▶ FAILED
 *   └──── engine starts ─────────┘
 * </pre>
 */
public enum SnapshotState {
    /** Its point is kept: an image, and WAL from the image up to the point. */
    PENDING,
    /** A hidden server recovers a copy of the point and is stopped cleanly. */
    MATERIALISING,
    /** It has a rest of its own, which needs no recovery and no WAL of the branch. */
    READY,
    /**
     * It could not be materialised; its point is still kept. The engine's next start tries again.
     */
    FAILED;

    /** The word for people and for the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
