package dev.cambium.engine.layer;

/**
 * One record of a layer's log: a change of the namespace, or of a file in a way that its data file
 * does not show. Applied by {@link Namespace#after}, live and at replay alike.
 */
sealed interface NameChange {

    /** A new empty file under a name that is free. */
    record CreateFile(long folder, String name, long node, int permissions, long nanos)
            implements NameChange {}

    /** A new empty folder under a name that is free. */
    record CreateFolder(long folder, String name, long node, int permissions, long nanos)
            implements NameChange {}

    /** A new symbolic link under a name that is free. */
    record CreateLink(long folder, String name, long node, String target, long nanos)
            implements NameChange {}

    /** A file, a link or an empty folder goes. */
    record Remove(long folder, String name) implements NameChange {}

    /** Moves a name; whatever had the new name goes. */
    record Rename(long folder, String name, long newFolder, String newName) implements NameChange {}

    record SetPermissions(long node, int permissions) implements NameChange {}

    /**
     * A file is about to be cut to {@code sizeBytes}; from here on bytes of lower layers beyond
     * that are invisible. Without a {@link Truncated} behind it the cut is repeated at replay.
     */
    record Truncate(long node, long sizeBytes) implements NameChange {}

    /** The data file was cut. */
    record Truncated(long node) implements NameChange {}

    /**
     * The layer's data file of this node, and its name in the layer's folder, survive a loss of
     * power: it must be there, and be at least this long, unless a later record says otherwise. It
     * changes nothing, and may be missing.
     *
     * @param lengthBytes 0 if only its being there is noted
     */
    record Kept(long node, long lengthBytes) implements NameChange {}

    /**
     * The last record of a sealed layer.
     *
     * @param successor the layer that the timeline writes to from now on
     */
    record Seal(long successor) implements NameChange {}
}
