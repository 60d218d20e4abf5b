package dev.cambium.engine.layer;

import dev.cambium.engine.page.Invariant;
import dev.cambium.engine.posix.SparseFile;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one layer holds of one file: a sparse file with each block at its own offset, which blocks
 * are present, and how much of the layers below still shows through.
 *
 * <p>Read by any thread. Written by one thread at a time, the one that holds the inode lock, and
 * only while the layer is open. The file on disk is made with the first byte; a data file that only
 * hides bytes of lower layers has none.
 */
final class DataFile {

    /** It was deleted: its layer is gone, and if the file is still there, others have its bytes. */
    static final class Gone extends FileError {
        private static final long serialVersionUID = 1;

        Gone(Path path) {
            super(Reason.NOT_FOUND, path + " was deleted");
        }
    }

    private static final long NOT_NOTED = -1;

    private final long node;
    private final Path path;
    private final OpenChannels channels;
    private final Disk disk;
    private final PresenceBits present;
    private volatile long lengthBytes;
    private volatile long lowerVisibleBytes = Long.MAX_VALUE;

    /** Counts changes after they were made, so that a sync covers no more than it saw. */
    private final AtomicLong changes = new AtomicLong();

    private final AtomicLong syncedChanges = new AtomicLong();

    private volatile long notedBytes = NOT_NOTED;

    // Guarded by this.
    private @Nullable FileChannel channel;
    private int users;
    private boolean onDisk;
    private boolean deleted;
    private volatile boolean usedRecently;

    /** The kernel reports lost writes to one sync only; this remembers them for all later ones. */
    private volatile boolean syncFailed;

    /** A data file without content and not on disk. */
    DataFile(long node, Path path, OpenChannels channels, Disk disk) {
        this(node, path, channels, disk, new PresenceBits(), 0, false);
    }

    /** One found on disk. */
    DataFile(
            long node,
            Path path,
            OpenChannels channels,
            Disk disk,
            PresenceBits present,
            long lengthBytes,
            boolean onDisk) {
        this.node = node;
        this.path = path;
        this.channels = channels;
        this.disk = disk;
        this.present = present;
        this.lengthBytes = lengthBytes;
        this.onDisk = onDisk;
    }

    long node() {
        return node;
    }

    Path path() {
        return path;
    }

    /** Whether this layer has the block; whoever sees it may read it here. */
    boolean holds(long block) {
        return present.holds(block);
    }

    PresenceBits present() {
        return present;
    }

    /**
     * Length of the file on disk; every present block lies within, the last one perhaps in part.
     */
    long lengthBytes() {
        return lengthBytes;
    }

    /** Bytes of lower layers from here on are invisible; {@code Long.MAX_VALUE} if none are. */
    long lowerVisibleBytes() {
        return lowerVisibleBytes;
    }

    void hideLowerFrom(long bytes) {
        lowerVisibleBytes = Math.min(lowerVisibleBytes, bytes);
    }

    /**
     * Reads exactly the bytes that {@code target} has room for; they must lie within present
     * blocks. What a truncation cuts off meanwhile reads as zero.
     */
    void read(long offsetBytes, ByteBuffer target) throws IOException {
        FileChannel from = acquire();
        try {
            long offset = offsetBytes;
            while (target.hasRemaining()) {
                int count = from.read(target, offset);
                if (count < 0) {
                    if (lengthBytes >= offset + target.remaining()) {
                        throw new IOException(
                                path + " is shorter than the " + lengthBytes + " bytes it had");
                    }
                    FileChain.zeroRest(target);
                    return;
                }
                offset += count;
            }
        } finally {
            release();
        }
    }

    /**
     * Writes all of {@code source} and, when that succeeded, counts the blocks it lies in as
     * present.
     */
    void write(long offsetBytes, ByteBuffer source) throws IOException {
        long end = offsetBytes + source.remaining();
        FileChannel to = acquire();
        try {
            disk.write(path, to, source, offsetBytes);
            lengthBytes = Math.max(lengthBytes, end);
            present.add(Blocks.holding(offsetBytes), Blocks.count(end));
        } finally {
            changes.incrementAndGet();
            release();
        }
    }

    /** The length that the layer's log says the file has at least; negative if it says nothing. */
    long notedBytes() {
        return notedBytes;
    }

    boolean isNoted() {
        return notedBytes != NOT_NOTED;
    }

    void noted(long bytes) {
        notedBytes = bytes;
    }

    /** Cuts or extends the file on disk; what is added is a hole and not present. */
    void setLength(long bytes) throws IOException {
        FileChannel open = acquire();
        try {
            if (bytes < lengthBytes) {
                present.removeFrom(Blocks.count(bytes));
                lengthBytes = bytes;
                notedBytes = Math.min(notedBytes, bytes);
                open.truncate(bytes);
            } else {
                // FileChannel cannot extend without writing a byte, and that would not be a hole.
                try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                    file.setLength(bytes);
                }
                lengthBytes = bytes;
            }
        } finally {
            changes.incrementAndGet();
            release();
        }
    }

    /**
     * Takes back what a failed write left behind: the file ends at {@code oldLength} again, and
     * blocks of the range that are not present are holes again.
     */
    void undoWrite(long oldLength, long startBytes, long endBytes) throws IOException {
        synchronized (this) {
            if (!onDisk) {
                return;
            }
        }
        lengthBytes = Math.max(lengthBytes, Files.size(path));
        setLength(oldLength);
        try (SparseFile file = new SparseFile(path)) {
            long end = Math.min(endBytes, oldLength);
            for (long block = Blocks.holding(startBytes); Blocks.startOf(block) < end; block++) {
                if (!present.holds(block)) {
                    file.punchHole(Blocks.startOf(block), Blocks.BYTES);
                }
            }
        }
    }

    /** Makes all changes that returned before this call durable; costs nothing if they are. */
    void sync() throws IOException {
        long seen = changes.get();
        if (syncFailed) {
            throw new IOException("an earlier sync of " + path + " failed: its data may be lost");
        }
        if (syncedChanges.get() >= seen) {
            return;
        }
        FileChannel open;
        try {
            open = acquire();
        } catch (Gone deletedMeanwhile) {
            return;
        }
        try {
            disk.sync(path, open);
        } catch (IOException failure) {
            syncFailed = true;
            throw failure;
        } finally {
            release();
        }
        syncedChanges.accumulateAndGet(seen, Math::max);
    }

    /** How many changes there were; all of them had returned. */
    long changes() {
        return changes.get();
    }

    /** Somebody else made the first {@code seen} changes durable, or failed to. */
    void syncedElsewhere(long seen, boolean failed) {
        if (failed) {
            syncFailed = true;
        } else {
            syncedChanges.accumulateAndGet(seen, Math::max);
        }
    }

    boolean isDirty() {
        return syncedChanges.get() < changes.get();
    }

    /** For one found on disk of which nobody knows whether it was synced. */
    void markDirty() {
        changes.incrementAndGet();
    }

    boolean isOnDisk() {
        synchronized (this) {
            return onDisk;
        }
    }

    /** Removes the file from disk; whoever reads it now finishes, whoever comes later fails. */
    void delete() throws IOException {
        synchronized (this) {
            deleted = true;
            if (users == 0) {
                closeChannel();
            }
        }
        Files.deleteIfExists(path);
    }

    /** Closes the channel unless it is in use or was used since the last call. */
    synchronized OpenChannels.Closing tryClose() throws IOException {
        if (channel == null) {
            return OpenChannels.Closing.NOT_OPEN;
        }
        if (users > 0 || usedRecently) {
            usedRecently = false;
            return OpenChannels.Closing.IN_USE;
        }
        FileChannel closing = channel;
        channel = null;
        closing.close();
        return OpenChannels.Closing.CLOSED;
    }

    /** Closes the channel at the end of the store. */
    synchronized void close() throws IOException {
        Invariant.check(users == 0, "%s is closed while in use", path);
        closeChannel();
    }

    private FileChannel acquire() throws IOException {
        FileChannel acquired;
        boolean opened = false;
        synchronized (this) {
            if (deleted) {
                throw new Gone(path);
            }
            acquired = channel;
            if (acquired == null) {
                acquired = open();
                channel = acquired;
                onDisk = true;
                opened = true;
            }
            users++;
            usedRecently = true;
        }
        if (opened) {
            channels.opened(this);
            channels.makeRoom();
        }
        return acquired;
    }

    private FileChannel open() throws IOException {
        try {
            return onDisk
                    ? FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
                    : FileChannel.open(
                            path,
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            throw new IOException("a data file of the store is missing: " + path, e);
        }
    }

    private void release() throws IOException {
        synchronized (this) {
            users--;
            if (deleted && users == 0) {
                closeChannel();
            }
        }
    }

    private void closeChannel() throws IOException {
        FileChannel closing = channel;
        if (closing != null) {
            channel = null;
            closing.close();
            channels.closed();
        }
    }
}
