package dev.cambium.engine.layer;

import org.pcollections.TreePMap;

/**
 * One file, folder or link of a namespace. Immutable.
 *
 * <p>A file's node says how long it is; its bytes are in the layers.
 */
sealed interface Node {

    int permissions();

    long modifiedNanos();

    Node withPermissions(int permissions);

    FileKind kind();

    /** A regular file of {@code sizeBytes}. */
    record FileNode(int permissions, long modifiedNanos, long sizeBytes) implements Node {
        @Override
        public FileNode withPermissions(int changed) {
            return new FileNode(changed, modifiedNanos, sizeBytes);
        }

        FileNode withSize(long changedBytes, long nowNanos) {
            return new FileNode(permissions, nowNanos, changedBytes);
        }

        @Override
        public FileKind kind() {
            return FileKind.FILE;
        }
    }

    /** A folder; names are sorted by UTF-16 code units, so that listings are stable. */
    record FolderNode(int permissions, long modifiedNanos, TreePMap<String, Long> names)
            implements Node {

        @Override
        public FolderNode withPermissions(int changed) {
            return new FolderNode(changed, modifiedNanos, names);
        }

        FolderNode with(String name, long node) {
            return new FolderNode(permissions, modifiedNanos, names.plus(name, node));
        }

        FolderNode without(String name) {
            return new FolderNode(permissions, modifiedNanos, names.minus(name));
        }

        @Override
        public FileKind kind() {
            return FileKind.FOLDER;
        }
    }

    /** A symbolic link. The target of {@code pg_wal} is empty here: each timeline has its own. */
    record LinkNode(int permissions, long modifiedNanos, String target) implements Node {
        @Override
        public LinkNode withPermissions(int changed) {
            return new LinkNode(changed, modifiedNanos, target);
        }

        @Override
        public FileKind kind() {
            return FileKind.LINK;
        }
    }
}
