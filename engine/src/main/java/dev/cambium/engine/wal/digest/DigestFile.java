package dev.cambium.engine.wal.digest;

import dev.cambium.engine.page.TimelineId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The file of a digest: a header, then entries that are only ever appended, in batches that end
 * with a slice. Each entry is its length (4 bytes), its bytes, and their CRC-32C (4 bytes), all
 * big-endian. What does not read back, and all behind it, is cut off at the opening: it is made
 * again from WAL. Not thread-safe, but for {@link #read}.
 */
final class DigestFile implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DigestFile.class);

    private static final byte[] MAGIC = {'C', 'A', 'M', 'B', 'D', 'G', 'S', 'T'};
    private static final int VERSION = 1;

    /** A place to begin reading every so many slices: half a minute to a few minutes of time. */
    private static final int SLICES_PER_PLACE = 16;

    private final FileChannel file;
    private final ByteWriter writer = new ByteWriter();
    private final CRC32C checksum = new CRC32C();

    /** Where batches begin that can be begun with, and what is known there. */
    private volatile Places places = new Places(0, new long[0], new long[0]);

    private int slices;
    private long begin;
    private volatile long size;
    private DigestEntry.@Nullable Slice last;

    /**
     * @param offsets in the file
     * @param stamps the latest stamp before
     */
    @SuppressWarnings("ArrayRecordComponent") // an index, never compared
    private record Places(int count, long[] offsets, long[] stamps) {
        Places with(long offset, long stamp) {
            int size = count == offsets.length ? Math.max(64, count * 2) : offsets.length;
            long[] newOffsets = size == offsets.length ? offsets : Arrays.copyOf(offsets, size);
            long[] newStamps = size == stamps.length ? stamps : Arrays.copyOf(stamps, size);
            newOffsets[count] = offset;
            newStamps[count] = stamp;
            return new Places(count + 1, newOffsets, newStamps);
        }
    }

    /** Who takes what the file holds, as it is opened. */
    interface Batches {
        /**
         * Takes a batch.
         *
         * @param batch of which the last entry and no other is a slice
         * @param offset where it begins
         * @param end behind it
         */
        void take(List<DigestEntry> batch, long offset, long end);
    }

    /** Who reads entries, in their order. */
    interface Visitor {
        /** Takes one; false ends the reading. */
        boolean visit(DigestEntry entry) throws IOException;
    }

    private DigestFile(FileChannel file) {
        this.file = file;
    }

    /**
     * Opens the file of a timeline, made if there is none, and hands over what is in it.
     *
     * @param birth where the timeline begins
     */
    static DigestFile open(Path path, TimelineId timeline, long birth, Batches each)
            throws IOException {
        FileChannel channel =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        boolean open = false;
        try {
            DigestFile opened = new DigestFile(channel);
            opened.load(path, header(timeline, birth), each);
            open = true;
            return opened;
        } finally {
            if (!open) {
                channel.close();
            }
        }
    }

    /** The last slice; null if there is none. */
    DigestEntry.@Nullable Slice last() {
        return last;
    }

    /** Where the first batch begins, if there is one. */
    long begin() {
        return begin;
    }

    long size() {
        return size;
    }

    /**
     * Appends a batch, of which the last entry and no other is a slice.
     *
     * @return where it begins
     */
    long append(List<DigestEntry> batch) throws IOException {
        writer.clear();
        for (DigestEntry entry : batch) {
            frame(entry);
        }
        ByteBuffer bytes = ByteBuffer.wrap(writer.bytes(), 0, writer.length());
        long at = size;
        while (bytes.hasRemaining()) {
            file.write(bytes, at + bytes.position());
        }
        noteSlice((DigestEntry.Slice) batch.getLast(), size);
        size = at + writer.length();
        return at;
    }

    /**
     * What is in the file between two places. Thread-safe.
     *
     * @param from where a batch begins
     * @param to behind one
     */
    void read(long from, long to, Visitor visitor) throws IOException {
        EntryScan scan = new EntryScan(file, from, to);
        while (scan.next()) {
            if (!visitor.visit(scan.entry())) {
                return;
            }
        }
    }

    /** What is in the file behind a place up to which no end is stamped later. Thread-safe. */
    void readBehindStamp(long stamp, Visitor visitor) throws IOException {
        Places known = places;
        if (known.count() > 0) {
            int place = Math.max(lastBefore(known.stamps(), known.count(), stamp), 0);
            read(known.offsets()[place], size, visitor);
        }
    }

    /** Makes what was appended safe. */
    void sync() throws IOException {
        file.force(false);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** The last place whose value is not larger; -1 if there is none. Values never fall. */
    private static int lastBefore(long[] values, int count, long value) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (values[middle] <= value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    private void load(Path path, byte[] header, Batches each) throws IOException {
        begin = header.length;
        long length = file.size();
        ByteBuffer found = ByteBuffer.allocate(header.length);
        while (found.hasRemaining() && file.read(found, found.position()) >= 0) {}
        if (!Arrays.equals(found.array(), header)) {
            if (length > 0) {
                log.warn("The digest {} is not one of this timeline and version: made anew", path);
            }
            file.truncate(0);
            ByteBuffer bytes = ByteBuffer.wrap(header);
            while (bytes.hasRemaining()) {
                file.write(bytes, bytes.position());
            }
            size = header.length;
            return;
        }
        size = header.length;
        EntryScan scan = new EntryScan(file, size, length);
        List<DigestEntry> batch = new java.util.ArrayList<>();
        while (scan.next()) {
            try {
                batch.add(scan.entry());
            } catch (IOException e) {
                log.warn("The digest {} is damaged at {}", path, scan.offset(), e);
                break;
            }
            if (batch.getLast() instanceof DigestEntry.Slice slice) {
                each.take(batch, size, scan.offset());
                batch.clear();
                noteSlice(slice, size);
                size = scan.offset();
            }
        }
        if (size < length) {
            log.info("The digest {} ended with {} bytes that are made anew", path, length - size);
            file.truncate(size);
        }
    }

    private void noteSlice(DigestEntry.Slice slice, long batchAt) {
        if (slices % SLICES_PER_PLACE == 0) {
            long stamp = last == null ? Long.MIN_VALUE : last.latestStamp();
            places = places.with(batchAt, stamp);
        }
        slices++;
        last = slice;
    }

    private void frame(DigestEntry entry) {
        int begin = writer.length();
        writer.i32(0);
        EntryFormat.write(entry, writer);
        int length = writer.length() - begin - Integer.BYTES;
        byte[] bytes = writer.bytes();
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[begin + i] = (byte) (length >> (24 - 8 * i));
        }
        checksum.reset();
        checksum.update(bytes, begin + Integer.BYTES, length);
        writer.i32((int) checksum.getValue());
    }

    private static byte[] header(TimelineId timeline, long birth) {
        ByteWriter out = new ByteWriter();
        out.raw(MAGIC, MAGIC.length);
        out.i32(VERSION);
        out.text(timeline.value());
        out.i64(birth);
        CRC32C crc = new CRC32C();
        crc.update(out.bytes(), 0, out.length());
        out.i32((int) crc.getValue());
        return Arrays.copyOf(out.bytes(), out.length());
    }
}
