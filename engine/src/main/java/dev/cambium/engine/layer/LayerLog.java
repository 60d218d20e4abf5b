package dev.cambium.engine.layer;

import dev.cambium.engine.page.Invariant;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The log of one layer: a {@link LayerHeader} and then a record per {@link NameChange}, each as
 * length, CRC32C and payload. The checksum also covers the layer's number and the record's offset,
 * so that stale bytes of a file system are never taken for a record.
 *
 * <p>A note that a file is kept only helps the next opening to see what is missing. So no sync
 * waits for it, a sealed log refuses it in silence, and so does a log of version 1.
 *
 * <p>Appending does not sync; {@link #sync} does. A failed append is cut off again. After a failed
 * sync, or a cut that failed, the log is broken: nobody knows what the disk holds, and every
 * further append and sync is refused until the store is opened again. Thread-safe.
 */
final class LayerLog {

    /** What a log held when it was read. */
    record Contents(LayerHeader header, List<NameChange> changes, long validBytes) {
        /** The layer that follows if this one is sealed, else null. */
        @Nullable LayerId successor() {
            return !changes.isEmpty() && changes.getLast() instanceof NameChange.Seal seal
                    ? new LayerId(seal.successor())
                    : null;
        }
    }

    /** A name has at most 64 KiB in either field of a rename; anything longer is no record. */
    private static final int PAYLOAD_BYTES_MAX = 256 * 1024;

    private static final int FRAME_BYTES = 8;

    private final Path path;
    private final LayerId layer;
    private final Disk disk;
    private final long headerBytes;
    private final Object syncing = new Object();
    private @Nullable FileChannel channel;
    private long endBytes;
    private long syncedBytes;

    /** The end of the last record that is no note: as far as a sync must reach. */
    private long neededBytes;

    private boolean takesNotes;
    private volatile boolean broken;

    private LayerLog(Path path, LayerHeader header, Disk disk, long endBytes, boolean takesNotes)
            throws IOException {
        this.path = path;
        this.layer = header.layer();
        this.disk = disk;
        this.headerBytes = header.encode().length;
        this.endBytes = endBytes;
        this.neededBytes = endBytes;
        this.takesNotes = takesNotes;
    }

    /** Writes the header of a new log; not yet durable. */
    static LayerLog create(Path path, LayerHeader header, Disk disk) throws IOException {
        byte[] bytes = header.encode();
        try (FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            disk.write(path, channel, ByteBuffer.wrap(bytes), 0);
        }
        return new LayerLog(path, header, disk, bytes.length, header.knowsKept());
    }

    /**
     * Goes on after {@code contents}, which were read from this file: what lies behind the last
     * whole record is a torn tail and is cut off.
     */
    static LayerLog resume(Path path, Contents contents, Disk disk) throws IOException {
        if (Files.size(path) > contents.validBytes()) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(contents.validBytes());
            }
        }
        boolean takesNotes = contents.header().knowsKept() && contents.successor() == null;
        return new LayerLog(path, contents.header(), disk, contents.validBytes(), takesNotes);
    }

    /** Reads a log up to the first byte that is not part of a whole record. */
    static Contents read(Path path) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
        LayerHeader header = LayerHeader.decode(path, bytes);
        bytes.position(header.encode().length);
        List<NameChange> changes = new ArrayList<>();
        while (bytes.remaining() >= FRAME_BYTES) {
            int start = bytes.position();
            int length = bytes.getInt();
            int crc = bytes.getInt();
            if (length <= 0 || length > PAYLOAD_BYTES_MAX || length > bytes.remaining()) {
                return new Contents(header, changes, start);
            }
            byte[] payload = new byte[length];
            bytes.get(payload);
            if (crc != checksum(header.layer(), start, payload)) {
                return new Contents(header, changes, start);
            }
            changes.add(NameChangeFormat.decode(payload));
        }
        return new Contents(
                header, changes, bytes.hasRemaining() ? bytes.position() : bytes.limit());
    }

    /** Adds a record. On failure the log is as it was before. */
    synchronized void append(NameChange change) throws IOException {
        write(change);
        neededBytes = endBytes;
        if (change instanceof NameChange.Seal) {
            takesNotes = false;
        }
    }

    /** Adds a note, if this log takes any. On failure the log is as it was before. */
    synchronized void note(NameChange.Kept kept) throws IOException {
        if (takesNotes) {
            write(kept);
        }
    }

    private void write(NameChange change) throws IOException {
        requireSound();
        byte[] payload = NameChangeFormat.encode(change);
        Invariant.check(
                payload.length <= PAYLOAD_BYTES_MAX, "a record of %s bytes", payload.length);
        ByteBuffer frame = ByteBuffer.allocate(FRAME_BYTES + payload.length);
        frame.putInt(payload.length);
        frame.putInt(checksum(layer, endBytes, payload));
        frame.put(payload).flip();
        int frameBytes = frame.remaining();
        FileChannel to = openChannel();
        try {
            disk.write(path, to, frame, endBytes);
        } catch (IOException failure) {
            try {
                to.truncate(endBytes);
            } catch (IOException alsoFailed) {
                broken = true;
                failure.addSuppressed(alsoFailed);
            }
            throw failure;
        }
        endBytes += frameBytes;
    }

    /**
     * Makes all records so far durable, except for notes at the end; costs nothing if they are.
     * Records may be appended meanwhile.
     */
    void sync() throws IOException {
        sync(false);
    }

    /** Makes all records so far durable, notes included. */
    void syncWithNotes() throws IOException {
        sync(true);
    }

    private void sync(boolean withNotes) throws IOException {
        synchronized (syncing) {
            long target;
            FileChannel open;
            synchronized (this) {
                requireSound();
                target = endBytes;
                if (syncedBytes >= (withNotes ? endBytes : neededBytes)) {
                    return;
                }
                open = openChannel();
            }
            try {
                disk.sync(path, open);
            } catch (IOException failure) {
                broken = true;
                throw failure;
            }
            synchronized (this) {
                syncedBytes = Math.max(syncedBytes, target);
            }
        }
    }

    /** Lets go of the file; it is opened again when needed. */
    void close() throws IOException {
        synchronized (syncing) {
            synchronized (this) {
                if (channel != null) {
                    channel.close();
                    channel = null;
                }
            }
        }
    }

    synchronized long lengthBytes() {
        return endBytes;
    }

    /** Whether anything follows the header. */
    synchronized boolean hasRecords() {
        return endBytes > headerBytes;
    }

    /** The disk and the memory may differ from now on: nothing more is accepted. */
    void markBroken() {
        broken = true;
    }

    /**
     * @throws IOException if an earlier failure left this log in doubt
     */
    void requireSound() throws IOException {
        if (broken) {
            throw new IOException(
                    path + " is in doubt after a failed write; stop the engine and start it again");
        }
    }

    private FileChannel openChannel() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = FileChannel.open(path, StandardOpenOption.WRITE);
            channel = open;
        }
        return open;
    }

    private static int checksum(LayerId layer, long offset, byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(16).putLong(layer.value()).putLong(offset).flip());
        crc.update(payload);
        return (int) crc.getValue();
    }
}
