package dev.cambium.engine.volume;

import dev.cambium.engine.fuse.Errno;
import dev.cambium.engine.fuse.FuseError;
import dev.cambium.engine.fuse.FuseFiles;
import dev.cambium.engine.layer.DiskFull;
import dev.cambium.engine.layer.FileError;
import dev.cambium.engine.layer.FileKind;
import dev.cambium.engine.layer.FileStatus;
import dev.cambium.engine.layer.FolderEntry;
import dev.cambium.engine.layer.LayerStore;
import dev.cambium.engine.layer.TimelineFiles;
import dev.cambium.engine.page.Invariant;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.posix.FileSystemSpace;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The timelines of a store as one file system: a folder per timeline at the root of the mount.
 *
 * <p>A node of the kernel is the number of the timeline, shifted left by 40, and the node's number
 * in the timeline. Numbers of timelines start at 1 and are never used again while the mount lives,
 * so a node that the kernel still remembers is never taken for another. The root of the mount can
 * only be listed and looked up in: timelines come and go by {@link #add} and {@link #remove}.
 */
final class LayerFiles implements FuseFiles {

    private static final Logger LOG = LoggerFactory.getLogger(LayerFiles.class);

    private static final int NODE_BITS = 40;
    private static final long NODE_MASK = (1L << NODE_BITS) - 1;
    private static final int ROOT_PERMISSIONS = 0755;

    /** "Not counted": what file systems that do not count subfolders answer, so find(1) looks. */
    private static final int FOLDER_LINKS = 1;

    private record Served(long number, TimelineFiles files) {}

    private interface Call<T> {
        T run() throws IOException;
    }

    private final LayerStore store;
    private final AtomicLong lastNumber = new AtomicLong();
    private final Map<Long, Served> byNumber = new ConcurrentHashMap<>();
    private final Map<String, Served> byName = new ConcurrentSkipListMap<>();
    private final long startedNanos = System.currentTimeMillis() * 1_000_000L;

    LayerFiles(LayerStore store) throws IOException {
        this.store = store;
        for (TimelineId id : store.timelines()) {
            add(id);
        }
    }

    /** Shows a timeline of the store under its id. */
    void add(TimelineId id) throws IOException {
        Served served = new Served(lastNumber.incrementAndGet(), store.timeline(id));
        byNumber.put(served.number(), served);
        byName.put(id.value(), served);
    }

    /** From now on every request for this timeline is answered with ENOENT. */
    void remove(TimelineId id) {
        Served served = byName.remove(id.value());
        if (served != null) {
            byNumber.remove(served.number());
        }
    }

    @Override
    public Attributes lookup(NodeId folder, String name) throws FuseError {
        if (folder.equals(NodeId.ROOT)) {
            Served served = byName.get(name);
            if (served == null) {
                throw new FuseError(Errno.ENOENT);
            }
            return asked(served, () -> served.files().status(TimelineFiles.ROOT));
        }
        Served served = served(folder);
        return asked(served, () -> served.files().lookup(inner(folder), name));
    }

    @Override
    public void forget(NodeId node, long times) {
        Served served = byNumber.get(node.value() >>> NODE_BITS);
        if (served != null) {
            served.files().forget(inner(node), times);
        }
    }

    @Override
    public Attributes attributes(NodeId node) throws FuseError {
        if (node.equals(NodeId.ROOT)) {
            return new Attributes(
                    node, Kind.FOLDER, 0, 0, ROOT_PERMISSIONS, FOLDER_LINKS, startedNanos);
        }
        Served served = served(node);
        return asked(served, () -> served.files().status(inner(node)));
    }

    @Override
    public Attributes change(NodeId node, AttributeChange change) throws FuseError {
        Served served = served(node);
        return asked(
                served,
                () -> {
                    Long size = change.sizeBytes();
                    if (size != null) {
                        served.files().truncate(inner(node), size);
                    }
                    Integer permissions = change.permissions();
                    if (permissions != null) {
                        served.files().setPermissions(inner(node), permissions);
                    }
                    Long modified = change.modifiedNanos();
                    if (modified != null) {
                        served.files().setModified(inner(node), modified);
                    }
                    return served.files().status(inner(node));
                });
    }

    @Override
    public Attributes create(NodeId folder, String name, int permissions) throws FuseError {
        Served served = served(folder);
        return asked(served, () -> served.files().create(inner(folder), name, permissions));
    }

    @Override
    public Attributes mkdir(NodeId folder, String name, int permissions) throws FuseError {
        Served served = served(folder);
        return asked(served, () -> served.files().mkdir(inner(folder), name, permissions));
    }

    @Override
    public Attributes symlink(NodeId folder, String name, String target) throws FuseError {
        Served served = served(folder);
        return asked(served, () -> served.files().symlink(inner(folder), name, target));
    }

    @Override
    public String readLink(NodeId link) throws FuseError {
        Served served = served(link);
        return answer(() -> served.files().readLink(inner(link)));
    }

    @Override
    public void unlink(NodeId folder, String name) throws FuseError {
        Served served = served(folder);
        done(() -> served.files().unlink(inner(folder), name));
    }

    @Override
    public void rmdir(NodeId folder, String name) throws FuseError {
        Served served = served(folder);
        done(() -> served.files().rmdir(inner(folder), name));
    }

    @Override
    public void rename(
            NodeId folder, String name, NodeId newFolder, String newName, boolean noReplace)
            throws FuseError {
        Served served = served(folder);
        if (served.number() != served(newFolder).number()) {
            throw new FuseError(Errno.EXDEV);
        }
        done(
                () ->
                        served.files()
                                .rename(inner(folder), name, inner(newFolder), newName, noReplace));
    }

    @Override
    public List<Entry> list(NodeId folder) throws FuseError {
        List<Entry> entries = new ArrayList<>();
        if (folder.equals(NodeId.ROOT)) {
            byName.forEach(
                    (name, served) ->
                            entries.add(
                                    new Entry(
                                            name, outer(served, TimelineFiles.ROOT), Kind.FOLDER)));
            return entries;
        }
        Served served = served(folder);
        for (FolderEntry entry : answer(() -> served.files().list(inner(folder)))) {
            entries.add(new Entry(entry.name(), outer(served, entry.node()), kind(entry.kind())));
        }
        return entries;
    }

    @Override
    public int read(NodeId file, long offsetBytes, MemorySegment target) throws FuseError {
        Served served = served(file);
        return answer(() -> served.files().read(inner(file), offsetBytes, target.asByteBuffer()));
    }

    @Override
    public void write(NodeId file, long offsetBytes, MemorySegment source) throws FuseError {
        Served served = served(file);
        done(() -> served.files().write(inner(file), offsetBytes, source.asByteBuffer()));
    }

    @Override
    public void allocate(NodeId file, long offsetBytes, long lengthBytes) throws FuseError {
        if (offsetBytes < 0 || lengthBytes <= 0 || offsetBytes + lengthBytes < 0) {
            throw new FuseError(Errno.EINVAL);
        }
        Served served = served(file);
        done(() -> served.files().allocate(inner(file), offsetBytes + lengthBytes));
    }

    @Override
    public void sync(NodeId file, boolean dataOnly) throws FuseError {
        Served served = served(file);
        done(() -> served.files().sync(inner(file)));
    }

    @Override
    public void syncFolder(NodeId folder) throws FuseError {
        if (!folder.equals(NodeId.ROOT)) {
            Served served = served(folder);
            done(() -> served.files().syncNames());
        }
    }

    @Override
    public SpaceLimits space() throws FuseError {
        FileSystemSpace space = answer(store::space);
        return new SpaceLimits(
                space.totalBytes(), space.freeBytes(), space.availableBytes(), space.freeNodes());
    }

    /** The timeline of a node; the root of the mount belongs to none and changes by nobody. */
    private Served served(NodeId node) throws FuseError {
        if (node.equals(NodeId.ROOT)) {
            throw new FuseError(Errno.EPERM);
        }
        Served served = byNumber.get(node.value() >>> NODE_BITS);
        if (served == null) {
            throw new FuseError(Errno.ENOENT);
        }
        return served;
    }

    private static long inner(NodeId node) {
        return node.value() & NODE_MASK;
    }

    private static NodeId outer(Served served, long node) {
        Invariant.check(node <= NODE_MASK, "node %s has more than %s bits", node, NODE_BITS);
        return new NodeId(served.number() << NODE_BITS | node);
    }

    private static Kind kind(FileKind kind) {
        return switch (kind) {
            case FILE -> Kind.FILE;
            case FOLDER -> Kind.FOLDER;
            case LINK -> Kind.LINK;
        };
    }

    private Attributes asked(Served served, Call<FileStatus> call) throws FuseError {
        FileStatus status = answer(call);
        return new Attributes(
                outer(served, status.node()),
                kind(status.kind()),
                status.sizeBytes(),
                status.sizeBytes(),
                status.permissions(),
                status.kind() == FileKind.FOLDER ? FOLDER_LINKS : 1,
                status.modifiedNanos());
    }

    private interface Action {
        void run() throws IOException;
    }

    private void done(Action action) throws FuseError {
        Boolean _ =
                answer(
                        () -> {
                            action.run();
                            return true;
                        });
    }

    private <T> T answer(Call<T> call) throws FuseError {
        try {
            return call.run();
        } catch (FileError error) {
            throw new FuseError(errno(error.reason()), error.toString());
        } catch (IOException failure) {
            throw new FuseError(diskError(failure), failure.toString());
        }
    }

    private Errno diskError(IOException failure) {
        long usableBytes;
        try {
            usableBytes = store.space().availableBytes();
        } catch (IOException unknown) {
            usableBytes = Long.MAX_VALUE;
        }
        if (DiskFull.isBehind(failure, usableBytes)) {
            LOG.warn("the disk of the layers is full: {}", failure.getMessage());
            return Errno.ENOSPC;
        }
        LOG.error("a file operation failed", failure);
        return Errno.EIO;
    }

    private static Errno errno(FileError.Reason reason) {
        return switch (reason) {
            case NOT_FOUND -> Errno.ENOENT;
            case EXISTS -> Errno.EEXIST;
            case NOT_A_FOLDER -> Errno.ENOTDIR;
            case IS_A_FOLDER -> Errno.EISDIR;
            case NOT_EMPTY -> Errno.ENOTEMPTY;
            case NOT_ALLOWED -> Errno.EPERM;
            case INVALID -> Errno.EINVAL;
            case NAME_TOO_LONG -> Errno.ENAMETOOLONG;
            case TOO_BIG -> Errno.EFBIG;
            case NO_SPACE -> Errno.ENOSPC;
        };
    }
}
