package dev.cambium.engine.catalog;

/** How a branch came into the trash. */
public enum DeletionMethod {
    /** Somebody asked for it. */
    USER,
    /** Its time to live was over. */
    TTL
}
