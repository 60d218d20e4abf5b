package dev.cambium.engine.catalog;

/** The life of a timeline. Its row goes away when its bytes are gone. */
public enum TimelineState {
    /** Its files are being put together; after a crash it is finished or thrown away. */
    OPENING,
    /** A branch uses it now, or its history can still be opened. */
    LIVE,
    /** No branch uses it; undo and recover may take it back until its time is up. */
    TRASHED,
    /** A copy of a moment that a hidden compute shows; thrown away after it, and after a crash. */
    PASSING,
    /** A snapshot opens from it; no server runs on it any more. */
    SNAPSHOT
}
