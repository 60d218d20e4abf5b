package dev.cambium.engine.catalog;

/** How the frozen files of a seal may be opened. */
public enum ImageKind {
    /** Sealed while Postgres was in production: opens at any LSN from its end on, by recovery. */
    IMAGE,
    /** Sealed after a clean stop: opens at exactly its end, without recovery. */
    REST
}
