package dev.cambium.engine.timeline;

/** What sort of state was sealed. */
public enum ImageKind {
    /** Of a running server: opens by crash recovery at any X from its end on. */
    IMAGE,
    /** Of a cleanly stopped server: opens at its end without recovery, and later when turned. */
    REST
}
