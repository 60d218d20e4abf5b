package dev.cambium.engine.layer;

import dev.cambium.engine.layer.FileError.Reason;
import dev.cambium.engine.layer.Node.FolderNode;

import java.nio.charset.StandardCharsets;

/** The rules that a change of the namespace must meet before it is logged. */
final class Names {

    /** The one link that may lead out of PGDATA; each timeline has its own target for it. */
    static final String WAL_FOLDER = "pg_wal";

    /** Of Linux: NAME_MAX. */
    private static final int NAME_BYTES_MAX = 255;

    private Names() {}

    static FolderNode folder(Namespace names, long folder) throws FileError {
        return switch (names.node(folder)) {
            case FolderNode node -> node;
            case Node.FileNode _, Node.LinkNode _ ->
                    throw new FileError(Reason.NOT_A_FOLDER, "node " + folder + " is no folder");
            case null -> throw new FileError(Reason.NOT_FOUND, "no folder " + folder);
        };
    }

    static long existing(Namespace names, long folder, String name) throws FileError {
        Long node = folder(names, folder).names().get(name);
        if (node == null) {
            throw new FileError(Reason.NOT_FOUND, "no " + name);
        }
        return node;
    }

    static void requireFree(Namespace names, long folder, String name) throws FileError {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
            throw new FileError(Reason.INVALID, "not a name: '" + name + "'");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
            throw new FileError(Reason.NAME_TOO_LONG, "a name of " + name.length());
        }
        if (folder(names, folder).names().containsKey(name)) {
            throw new FileError(Reason.EXISTS, name + " is there");
        }
    }

    /** The way to the WAL must not be changed from inside. */
    static void requireNotWalFolder(long folder, String name) throws FileError {
        if (folder == Namespace.ROOT && name.equals(WAL_FOLDER)) {
            throw new FileError(Reason.NOT_ALLOWED, "pg_wal is the engine's");
        }
    }

    static void requireEmptyFolder(Namespace names, long node) throws FileError {
        if (!folder(names, node).names().isEmpty()) {
            throw new FileError(Reason.NOT_EMPTY, "the folder is not empty");
        }
    }

    /**
     * A link may lead downwards only. One out of PGDATA would let a fork write into the files of
     * its parent; one upwards could become that when it, or a folder above it, is renamed.
     */
    static void requireInside(String target) throws FileError {
        boolean upwards = false;
        for (String part : target.split("/", -1)) {
            upwards |= part.equals("..");
        }
        if (target.isEmpty() || target.startsWith("/") || upwards) {
            throw new FileError(
                    Reason.NOT_ALLOWED,
                    "a link to '"
                            + target
                            + "' could leave the timeline; tablespaces are not"
                            + " served");
        }
    }

    /** Whether a rename may replace what has the new name already. */
    static void requireReplaceable(Namespace names, long moved, long replaced) throws FileError {
        boolean movedIsFolder = names.folder(moved) != null;
        if (names.folder(replaced) != null) {
            if (!movedIsFolder) {
                throw new FileError(Reason.IS_A_FOLDER, "a folder has the new name");
            }
            requireEmptyFolder(names, replaced);
        } else if (movedIsFolder) {
            throw new FileError(Reason.NOT_A_FOLDER, "something else has the new name");
        }
    }
}
