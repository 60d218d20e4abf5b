package dev.cambium.engine.layer;

/** What a node is. */
public enum FileKind {
    FILE,
    FOLDER,
    LINK
}
