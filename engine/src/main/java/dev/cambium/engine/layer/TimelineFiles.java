package dev.cambium.engine.layer;

import dev.cambium.engine.layer.FileError.Reason;
import dev.cambium.engine.page.Invariant;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The files of one timeline, as they are now: its namespace and its stack of layers.
 *
 * <p>Thread-safe. Reads take no lock. Whatever changes something holds the gate shared, a seal
 * holds it alone: a seal sees each change whole or not at all. Locks are taken in this order: gate,
 * inode lock, lock of the {@linkplain TimelineNames names}, log.
 *
 * <p>Every method throws {@link FileError} for what the caller did wrong and other {@link
 * IOException}s for what the disk did; after either, memory and disk say the same.
 */
public final class TimelineFiles {

    /** The number of the folder that is PGDATA. */
    public static final long ROOT = Namespace.ROOT;

    /**
     * Postgres syncs its lock file seven times during a start. It says which process has the
     * folder, so it means nothing after a loss of power, and the engine removes one that it finds.
     */
    private static final String LOCK_FILE = "postmaster.pid";

    /** Where Postgres keeps its control file; the sync of it is the barrier of the timeline. */
    static final String CONTROL_FILE = "global/pg_control";

    private final String timeline;
    private final Path walFolder;
    private final LayerKeeper keeper;
    private final SpaceGuard space;
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
    private final TimelineNames names;
    private final FileWriter writer = new FileWriter(this);

    private volatile LayerStack stack;
    private volatile boolean closed;

    TimelineFiles(
            String timeline,
            Path walFolder,
            LayerStack stack,
            Namespace names,
            LayerKeeper keeper,
            SpaceGuard space) {
        this.timeline = timeline;
        this.walFolder = walFolder;
        this.stack = stack;
        this.names = new TimelineNames(this, walFolder, names);
        this.keeper = keeper;
        this.space = space;
    }

    // ---- looking

    /** The node behind a name; a file counts as remembered once more, until {@link #forget}. */
    public FileStatus lookup(long folder, String name) throws IOException {
        requireOpen();
        return names.lookup(folder, name);
    }

    /** A file was forgotten {@code times} times; at zero the data of an unlinked one goes. */
    public void forget(long node, long times) {
        names.forget(node, times);
    }

    public FileStatus status(long node) throws IOException {
        requireOpen();
        return names.status(node);
    }

    /** All names of a folder, sorted. */
    public List<FolderEntry> list(long folder) throws IOException {
        requireOpen();
        return names.list(folder);
    }

    /** Where a link leads; for {@code pg_wal} the absolute native folder of this timeline. */
    public String readLink(long node) throws IOException {
        requireOpen();
        return names.readLink(node);
    }

    /**
     * Reads from an offset until {@code target} is full or the file ends.
     *
     * @return how many bytes
     */
    public int read(long node, long offsetBytes, ByteBuffer target) throws IOException {
        requireOpen();
        LiveFile file = names.file(node);
        long left = file.sizeBytes() - offsetBytes;
        if (offsetBytes < 0 || left <= 0) {
            return 0;
        }
        int count = (int) Math.min(left, target.remaining());
        target.limit(target.position() + count);
        file.read(this::stack, offsetBytes, target);
        return count;
    }

    // ---- names

    public FileStatus create(long folder, String name, int permissions) throws IOException {
        return make(
                folder,
                name,
                node -> new NameChange.CreateFile(folder, name, node, permissions, nowNanos()));
    }

    public FileStatus mkdir(long folder, String name, int permissions) throws IOException {
        return make(
                folder,
                name,
                node -> new NameChange.CreateFolder(folder, name, node, permissions, nowNanos()));
    }

    /** Makes a link that leads downwards; any other is {@link Reason#NOT_ALLOWED}. */
    public FileStatus symlink(long folder, String name, String target) throws IOException {
        Names.requireInside(target);
        return makeLink(folder, name, target);
    }

    /** The link {@code pg_wal}, whose target is not in the namespace. */
    void makeWalLink() throws IOException {
        makeLink(ROOT, Names.WAL_FOLDER, "");
    }

    private FileStatus makeLink(long folder, String name, String target) throws IOException {
        return make(
                folder,
                name,
                node -> new NameChange.CreateLink(folder, name, node, target, nowNanos()));
    }

    public void unlink(long folder, String name) throws IOException {
        changing(() -> names.unlink(folder, name));
    }

    /** Removes an empty folder. */
    public void rmdir(long folder, String name) throws IOException {
        changing(() -> names.rmdir(folder, name));
    }

    /** Renames in one step; what had the new name goes, unless {@code noReplace}. */
    public void rename(long folder, String name, long newFolder, String newName, boolean noReplace)
            throws IOException {
        changing(() -> names.rename(folder, name, newFolder, newName, noReplace));
    }

    public void setPermissions(long node, int permissions) throws IOException {
        changing(() -> names.setPermissions(node, permissions));
    }

    /** Kept in memory only: nothing in Postgres depends on it after a restart. */
    public void setModified(long node, long nanos) throws IOException {
        requireOpen();
        names.setModified(node, nanos);
    }

    // ---- content

    /** Writes all of {@code source}; a gap behind the old end reads as zero. */
    public void write(long node, long offsetBytes, ByteBuffer source) throws IOException {
        changingFile(node, file -> writer.write(file, offsetBytes, source));
    }

    /** Cuts the file, or extends it with zeros. */
    public void truncate(long node, long sizeBytes) throws IOException {
        changingFile(node, file -> writer.resize(file, sizeBytes));
    }

    /** Extends the file to at least this size; refused if the disk could not hold the new bytes. */
    public void allocate(long node, long sizeBytes) throws IOException {
        changingFile(
                node,
                file -> {
                    if (sizeBytes > file.sizeBytes()) {
                        space.require(sizeBytes - file.sizeBytes());
                        writer.resize(file, sizeBytes);
                    }
                });
    }

    /**
     * Makes a file durable: content, size, and all names so far; does nothing for the lock file of
     * a running server.
     */
    public void sync(long node) throws IOException {
        requireOpen();
        if (isNamed(node, LOCK_FILE)) {
            return;
        }
        LayerStack now = stack;
        boolean barrier = isNamed(node, CONTROL_FILE);
        for (Layer layer : now) {
            // Layers become durable from the bottom up: below this one nothing is left to do.
            if (layer.state() == Layer.State.DURABLE) {
                return;
            }
            if (barrier) {
                layer.syncAll();
            } else {
                layer.sync(node);
            }
        }
    }

    private boolean isNamed(long node, String path) {
        Long named = names.now().find(path);
        return named != null && named == node;
    }

    /** Makes all names so far durable. */
    public void syncNames() throws IOException {
        requireOpen();
        for (Layer layer : stack) {
            if (layer.state() == Layer.State.DURABLE) {
                return;
            }
            layer.log().sync();
        }
    }

    // ---- for the store

    /** Gives a fresh fork another control file of the same length, durable when this returns. */
    void replaceControlFile(byte[] content) throws IOException {
        Long node = names.now().find(CONTROL_FILE);
        if (node == null) {
            throw new java.nio.file.NoSuchFileException(timeline + "/" + CONTROL_FILE);
        }
        Invariant.check(
                names.file(node).sizeBytes() == content.length,
                "a control file of %s bytes in the place of one of %s",
                content.length,
                names.file(node).sizeBytes());
        write(node, 0, ByteBuffer.wrap(content));
        // Of this layer only: what lies below is made durable by the first server's own barrier.
        stack.top().syncAll();
    }

    long lengthBytes(String path) throws IOException {
        return found(path).sizeBytes();
    }

    private LiveFile found(String path) throws IOException {
        Long node = names.now().find(path);
        if (node == null) {
            throw new java.nio.file.NoSuchFileException(timeline + "/" + path);
        }
        return names.file(node);
    }

    /** A small file whole, as one moment of it. */
    byte[] readWhole(String path) throws IOException {
        LiveFile file = found(path);
        file.lock.lock();
        try {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.sizeBytes()));
            file.read(this::stack, 0, bytes);
            return bytes.array();
        } finally {
            file.lock.unlock();
        }
    }

    /**
     * Ends the open layer and goes on in {@code successor}. Nothing is synced here: whoever syncs a
     * file later syncs the log that says so first.
     *
     * @param untouchedToo whether to do so even if nothing was written
     * @return the sealed layer; the one below the open layer if nothing was written, and then the
     *     successor is not used
     */
    Layer seal(Layer successor, boolean untouchedToo) throws IOException {
        gate.writeLock().lock();
        try {
            requireOpen();
            Layer open = stack.top();
            Layer below = open.parent();
            if (!untouchedToo && open.isUntouched() && below != null) {
                return below;
            }
            open.log().append(new NameChange.Seal(successor.id().value()));
            open.setSealed(names.now(), successor.id());
            open.transition(Layer.State.OPEN, Layer.State.SEALED);
            stack = new LayerStack(successor);
            return open;
        } finally {
            gate.writeLock().unlock();
        }
    }

    LayerStack stack() {
        return stack;
    }

    Namespace names() {
        return names.now();
    }

    /** Where {@code pg_wal} leads: the absolute native folder of this timeline. */
    public Path walFolder() {
        return walFolder;
    }

    /** Refuses every later call; returns when none that changes something is under way. */
    void close() {
        gate.writeLock().lock();
        try {
            closed = true;
        } finally {
            gate.writeLock().unlock();
        }
    }

    // ---- for the writer

    void logChange(NameChange change) throws IOException {
        stack.top().log().append(change);
    }

    /** Notes a new size in memory, in the file and in the namespace. */
    void resized(LiveFile file, long sizeBytes) {
        names.resized(file, sizeBytes, nowNanos());
    }

    static long nowNanos() {
        return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    }

    // ---- for the names

    /**
     * Deletes, after the burst of requests that is under way, the data of a file without a name.
     */
    void discardSoon(long node, Layer since) {
        keeper.afterBurst("delete the data of an unlinked file", () -> discardData(node, since));
    }

    /**
     * Deletes a nameless file's data from the layer in which it lost its name upwards: what is
     * below belongs to seals that still know it. The log goes first, or a loss of power could bring
     * back the name without the data. That layer may be merged into one above it by now, with those
     * below that no seal needs; numbers grow upwards in a stack.
     */
    private void discardData(long node, Layer since) throws IOException {
        if (closed) {
            return;
        }
        syncNames();
        for (Layer layer : stack) {
            if (layer.id().value() < since.id().value()) {
                return;
            }
            layer.delete(node);
        }
    }

    /** Whether a file that has no name any more is still in use. */
    boolean remembersNameless(long node) {
        return names.remembersNameless(node);
    }

    // ---- inside

    private interface Change {
        void run() throws IOException;
    }

    private interface Making<T extends @Nullable Object> {
        T run() throws IOException;
    }

    private interface FileChange {
        void run(LiveFile file) throws IOException;
    }

    private FileStatus make(long folder, String name, TimelineNames.NewNode change)
            throws IOException {
        return whileNotSealed(() -> names.make(folder, name, change));
    }

    private <T extends @Nullable Object> T whileNotSealed(Making<T> making) throws IOException {
        gate.readLock().lock();
        try {
            requireOpen();
            return making.run();
        } finally {
            gate.readLock().unlock();
        }
    }

    private void changing(Change change) throws IOException {
        whileNotSealed(
                () -> {
                    change.run();
                    return null;
                });
    }

    private void changingFile(long node, FileChange change) throws IOException {
        changing(
                () -> {
                    LiveFile file = names.file(node);
                    file.lock.lock();
                    try {
                        stack.top().log().requireSound();
                        change.run(file);
                    } finally {
                        file.lock.unlock();
                    }
                });
    }

    private void requireOpen() throws FileError {
        if (closed) {
            throw new FileError(Reason.NOT_FOUND, timeline + " was deleted");
        }
    }
}
