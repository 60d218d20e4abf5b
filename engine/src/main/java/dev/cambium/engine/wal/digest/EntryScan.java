package dev.cambium.engine.wal.digest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/** Goes through the entries of a file, from some entry on, reading ahead. Not thread-safe. */
final class EntryScan {

    /** Length and checksum. */
    static final int FRAME_BYTES = 8;

    /** Longer than any entry that is written; a larger length is damage. */
    static final int ENTRY_BYTES_MAX = 64 << 20;

    private static final int CHUNK_BYTES = 256 * 1024;

    private final FileChannel file;
    private final CRC32C checksum = new CRC32C();
    private byte[] buffer;
    private int filled;
    private int at;

    /** Of the byte {@link #at} points to. */
    private long offset;

    private final long end;
    private int payloadAt;
    private int payloadLength;

    EntryScan(FileChannel file, long from, long end) {
        this.file = file;
        this.offset = from;
        this.end = end;
        this.buffer = new byte[Math.clamp(end - from, 0, CHUNK_BYTES)];
    }

    /** Goes to the next entry; false at the end, and where an entry is not whole. */
    boolean next() throws IOException {
        if (!have(Integer.BYTES)) {
            return false;
        }
        int length = new ByteReader(buffer, at, filled).i32();
        if (length < 1 || length > ENTRY_BYTES_MAX || !have(length + FRAME_BYTES)) {
            return false;
        }
        payloadAt = at + Integer.BYTES;
        payloadLength = length;
        checksum.reset();
        checksum.update(buffer, payloadAt, length);
        int stored = new ByteReader(buffer, payloadAt + length, filled).i32();
        if (stored != (int) checksum.getValue()) {
            return false;
        }
        at += length + FRAME_BYTES;
        offset += length + FRAME_BYTES;
        return true;
    }

    /** Behind the entry that {@link #next} found last. */
    long offset() {
        return offset;
    }

    boolean isSlice() {
        return EntryFormat.isSlice(buffer, payloadAt);
    }

    /**
     * The entry.
     *
     * @throws IOException if it makes no sense although its checksum is right
     */
    DigestEntry entry() throws IOException {
        try {
            return EntryFormat.read(new ByteReader(buffer, payloadAt, payloadAt + payloadLength));
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("a digest holds an entry that cannot be read", e);
        }
    }

    private boolean have(int bytes) throws IOException {
        if (filled - at >= bytes) {
            return true;
        }
        if (end - offset < bytes) {
            return false;
        }
        int kept = filled - at;
        byte[] target = buffer.length >= bytes ? buffer : new byte[Math.max(bytes, buffer.length)];
        System.arraycopy(buffer, at, target, 0, kept);
        buffer = target;
        filled = kept;
        at = 0;
        int wanted = (int) Math.min(buffer.length - kept, end - offset - kept);
        ByteBuffer into = ByteBuffer.wrap(buffer, kept, wanted);
        while (into.hasRemaining()) {
            int read = file.read(into, offset + into.position());
            if (read < 0) {
                break;
            }
        }
        filled = into.position();
        return filled - at >= bytes;
    }
}
