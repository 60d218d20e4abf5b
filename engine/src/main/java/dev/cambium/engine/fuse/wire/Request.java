package dev.cambium.engine.fuse.wire;

import dev.cambium.engine.fuse.Errno;
import dev.cambium.engine.fuse.FuseFiles.NodeId;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * One thing the kernel asks. The node it is about stands in the {@link RequestHeader}.
 *
 * <p>Permissions are the low twelve bits of a mode, the caller's umask already taken off.
 */
public sealed interface Request {

    /**
     * The first request: which protocol to speak.
     *
     * @param offeredFlags what the kernel can do, {@link dev.cambium.engine.fuse.abi.InitFlag}
     */
    record Init(int major, int minor, int maxReadaheadBytes, long offeredFlags)
            implements Request {}

    record Lookup(String name) implements Request {}

    /** No reply. */
    record Forget(long times) implements Request {}

    /** No reply; the header's node means nothing. */
    record BatchForget(List<Forgotten> nodes) implements Request {}

    record Forgotten(NodeId node, long times) {}

    record GetAttributes() implements Request {}

    /**
     * Changes of attributes; null means unchanged. Changes of access and change times are not kept.
     *
     * @param modifiedNow the modification time becomes the present
     */
    record SetAttributes(
            @Nullable Long sizeBytes,
            @Nullable Integer permissions,
            @Nullable Integer userId,
            @Nullable Integer groupId,
            @Nullable Long modifiedNanos,
            boolean modifiedNow)
            implements Request {}

    record ReadLink() implements Request {}

    record MakeLink(String name, String target) implements Request {}

    record MakeFolder(String name, int permissions) implements Request {}

    /**
     * Makes a file.
     *
     * @param opened whether the reply must also say how the file was opened
     */
    record MakeFile(String name, int permissions, boolean opened) implements Request {}

    record Unlink(String name) implements Request {}

    record RemoveFolder(String name) implements Request {}

    record Rename(String name, NodeId newFolder, String newName, boolean noReplace)
            implements Request {}

    record Read(long offsetBytes, int lengthBytes) implements Request {}

    /**
     * Writes a file.
     *
     * @param content valid until the request is answered
     * @param durability what the reply must wait for
     */
    record Write(long offsetBytes, MemorySegment content, Durability durability)
            implements Request {}

    /** What a write must have done when it is answered. */
    enum Durability {
        /** Nothing: a sync will follow if it matters. */
        LATER,
        /** The data is durable: the file was opened with O_DSYNC. */
        DATA,
        /** Data and attributes are durable: the file was opened with O_SYNC. */
        ALL
    }

    record Allocate(long offsetBytes, long lengthBytes) implements Request {}

    /** The last user of a file that was opened by {@link MakeFile} closed it. */
    record ReleaseFile() implements Request {}

    record Sync(boolean dataOnly) implements Request {}

    record OpenFolder() implements Request {}

    /**
     * Reads names of an open folder.
     *
     * @param position where to go on: 0 or what stood behind the last name
     */
    record ReadFolder(long handle, long position, int lengthBytes) implements Request {}

    record ReleaseFolder(long handle) implements Request {}

    record SyncFolder() implements Request {}

    record SpaceQuery() implements Request {}

    /** Everything in the file system shall become durable. */
    record SyncAll() implements Request {}

    /** No reply. */
    record Interrupt(long unique) implements Request {}

    /** The last request before an orderly end. */
    record Destroy() implements Request {}

    /** Something not served here, and the answer that makes the kernel do without it. */
    record Refused(Errno answer) implements Request {}
}
