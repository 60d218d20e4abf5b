package dev.cambium.engine.layer;

/**
 * What is known of a node.
 *
 * @param node its number, unique along the lineage of a timeline and never used again in it
 * @param sizeBytes length of a file or of a link's target in bytes; 0 for a folder
 * @param permissions the low twelve bits of the mode
 * @param modifiedNanos modification time, nanoseconds since 1970
 */
public record FileStatus(
        long node, FileKind kind, long sizeBytes, int permissions, long modifiedNanos) {}
