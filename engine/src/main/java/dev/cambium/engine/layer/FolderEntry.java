package dev.cambium.engine.layer;

/** One name in a folder of a timeline. */
public record FolderEntry(String name, long node, FileKind kind) {}
