package dev.cambium.engine.fuse;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * What the kernel asks of a file system, without the wire format: the seam between the FUSE session
 * and the files it serves.
 *
 * <p>Nodes are named by {@link NodeId}; the root is {@link NodeId#ROOT}. The kernel remembers a
 * node after {@link #lookup}, {@link #create}, {@link #mkdir} or {@link #symlink} answered it,
 * until {@link #forget}; an unlinked node that is still remembered must go on answering reads and
 * writes.
 *
 * <p>Every method may be called by several session threads at once, and throws {@link FuseError}
 * with the errno that the caller of the system call shall see. Any other exception is answered as
 * {@code EIO} and logged. No method may touch the mounted folder itself: that would deadlock.
 */
public interface FuseFiles {

    /** A node of the file system: 1 is the root; 0 never occurs. */
    record NodeId(long value) {
        public static final NodeId ROOT = new NodeId(1);
    }

    /** What kind of thing a node is; hard links, devices and sockets are not served. */
    enum Kind {
        FILE,
        FOLDER,
        LINK
    }

    /**
     * What {@code stat} shows.
     *
     * @param sizeBytes length of a file or of a link's target
     * @param allocatedBytes space it takes on disk (blocks of 512 bytes are derived from it)
     * @param permissions the low twelve bits of the mode
     * @param modifiedNanos modification time, nanoseconds since 1970, served as ctime and atime too
     */
    record Attributes(
            NodeId node,
            Kind kind,
            long sizeBytes,
            long allocatedBytes,
            int permissions,
            int links,
            long modifiedNanos) {}

    /** One name in a folder. */
    record Entry(String name, NodeId node, Kind kind) {}

    /**
     * The changes of one SETATTR request; null means unchanged. Owner changes never get here: the
     * session refuses them unless they change nothing.
     */
    record AttributeChange(
            @Nullable Long sizeBytes,
            @Nullable Integer permissions,
            @Nullable Long modifiedNanos) {}

    /** What {@code statfs} shows, in bytes and files. */
    record SpaceLimits(long totalBytes, long freeBytes, long availableBytes, long freeNodes) {}

    /** The node behind a name, or ENOENT. Adds one to what the kernel remembers of it. */
    Attributes lookup(NodeId folder, String name) throws FuseError;

    /** The kernel forgot a node {@code times} times; at zero an unlinked node may go. */
    void forget(NodeId node, long times);

    Attributes attributes(NodeId node) throws FuseError;

    Attributes change(NodeId node, AttributeChange change) throws FuseError;

    /** Creates an empty file; EEXIST if the name is taken. Remembered as by {@link #lookup}. */
    Attributes create(NodeId folder, String name, int permissions) throws FuseError;

    /** Creates an empty folder; EEXIST if the name is taken. Remembered as by {@link #lookup}. */
    Attributes mkdir(NodeId folder, String name, int permissions) throws FuseError;

    /** Creates a symbolic link; EPERM if its target leaves what is served. */
    Attributes symlink(NodeId folder, String name, String target) throws FuseError;

    String readLink(NodeId link) throws FuseError;

    void unlink(NodeId folder, String name) throws FuseError;

    /** Removes an empty folder; ENOTEMPTY otherwise. */
    void rmdir(NodeId folder, String name) throws FuseError;

    /**
     * Renames in one step; an existing target is replaced unless {@code noReplace} asks for EEXIST.
     */
    void rename(NodeId folder, String name, NodeId newFolder, String newName, boolean noReplace)
            throws FuseError;

    /** All names in a folder, without "." and "..", in a stable order. */
    List<Entry> list(NodeId folder) throws FuseError;

    /**
     * Reads into {@code target} from its start.
     *
     * @return how many bytes were read; fewer than the target holds only at the end of the file
     */
    int read(NodeId file, long offsetBytes, MemorySegment target) throws FuseError;

    /** Writes all of {@code source}, extending the file where needed. */
    void write(NodeId file, long offsetBytes, MemorySegment source) throws FuseError;

    /** Extends the file to at least {@code offset + length}; new bytes read as zero. */
    void allocate(NodeId file, long offsetBytes, long lengthBytes) throws FuseError;

    /** Makes a file's content, size and name durable. Returns when it is. */
    void sync(NodeId file, boolean dataOnly) throws FuseError;

    /** Makes a folder's names durable. Returns when they are. */
    void syncFolder(NodeId folder) throws FuseError;

    SpaceLimits space() throws FuseError;
}
