package dev.cambium.engine.wal;

import dev.cambium.engine.page.Lsn;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * One WAL page after another, each with its header checked (XLogReaderValidatePageHeader in
 * xlogreader.c). Reads ahead, up to {@link #CHUNK_BYTES}; {@link #forget} makes it look at the file
 * again. Not thread-safe.
 */
final class WalPages implements AutoCloseable {

    /** XLOG_BLCKSZ: fixed when Postgres is compiled; {@link ControlFile} refuses others. */
    static final int PAGE_BYTES = 8192;

    static final int SHORT_HEADER_BYTES = 24;
    static final int LONG_HEADER_BYTES = 40;

    static final int MAGIC_16 = 0xD113;
    static final int MAGIC_17 = 0xD116;
    static final int MAGIC_18 = 0xD118;

    private static final int FLAG_CONTINUES_RECORD = 0x01;
    private static final int FLAG_LONG_HEADER = 0x02;
    private static final int FLAG_OVERWRITES_RECORD = 0x08;
    private static final int ALL_FLAGS = 0x0F;

    /** Large enough to read at the disk's speed. */
    private static final int CHUNK_BYTES = 128 * 1024;

    private final WalFolder wal;
    private final int segmentBytes;

    private @Nullable FileChannel channel;
    private long openSegment = -1;

    private byte[] chunk = new byte[0];

    /**
     * How much the next look at the file reads: one page at first and after {@link #forget}, as
     * there is mostly no more at the end that is polled; twice as much each time it is read on.
     */
    private int aheadBytes = PAGE_BYTES;

    private long chunkStart;
    private int chunkLength;
    private int pageAt;

    /** Of the first page that was read: all others must agree. */
    private int magic;

    private long systemIdentifier;
    private boolean systemIdentifierKnown;

    WalPages(WalFolder wal) {
        this.wal = wal;
        this.segmentBytes = wal.segments().segmentBytes();
    }

    /** Makes this page the current one, or says why there is no such page. */
    @Nullable WalStop load(long pageLsn) throws IOException {
        long within = pageLsn - chunkStart;
        if (within >= 0 && within < chunkLength) {
            pageAt = (int) within;
        } else {
            WalStop stop = fill(pageLsn);
            if (stop != null) {
                forget();
                return stop;
            }
            pageAt = 0;
        }
        return validate(chunk, pageAt, pageLsn);
    }

    /** The array that holds the current page; it is never written to again. */
    byte[] bytes() {
        return chunk;
    }

    /** Where in {@link #bytes} the current page begins. */
    int pageAt() {
        return pageAt;
    }

    int headerBytes() {
        return (flags() & FLAG_LONG_HEADER) != 0 ? LONG_HEADER_BYTES : SHORT_HEADER_BYTES;
    }

    boolean continuesRecord() {
        return (flags() & FLAG_CONTINUES_RECORD) != 0;
    }

    boolean overwritesRecord() {
        return (flags() & FLAG_OVERWRITES_RECORD) != 0;
    }

    /** How many bytes of the record from the page before are still to come, from here on. */
    long remainingLength() {
        return LittleEndian.u32(chunk, pageAt + 16);
    }

    /** The version whose pages these are: 16, 17 or 18; 0 before the first page. */
    int postgresMajor() {
        return switch (magic) {
            case MAGIC_16 -> 16;
            case MAGIC_17 -> 17;
            case MAGIC_18 -> 18;
            default -> 0; // a number from a file: none was read yet
        };
    }

    /** Throws away what was read ahead. */
    void forget() {
        chunkLength = 0;
        aheadBytes = PAGE_BYTES;
    }

    private int flags() {
        return LittleEndian.u16(chunk, pageAt + 2);
    }

    private @Nullable WalStop fill(long pageLsn) throws IOException {
        long segment = wal.segments().numberOf(new Lsn(pageLsn));
        int inSegment = (int) (pageLsn & (segmentBytes - 1));
        FileChannel file = channel;
        if (file == null || !file.isOpen() || segment != openSegment) {
            file = open(segment);
            if (file == null) {
                return WalStop.NO_SEGMENT;
            }
            if (inSegment != 0) {
                byte[] first = read(file, 0, PAGE_BYTES);
                WalStop stop =
                        first.length < PAGE_BYTES
                                ? WalStop.SHORT_SEGMENT
                                : validate(first, 0, pageLsn - inSegment);
                if (stop != null) {
                    close();
                    return stop;
                }
            }
        }
        chunk = read(file, inSegment, Math.min(aheadBytes, segmentBytes - inSegment));
        aheadBytes = Math.min(2 * aheadBytes, CHUNK_BYTES);
        chunkStart = pageLsn;
        chunkLength = chunk.length / PAGE_BYTES * PAGE_BYTES;
        return chunkLength == 0 ? WalStop.SHORT_SEGMENT : null;
    }

    private @Nullable FileChannel open(long segment) throws IOException {
        close();
        Path path = wal.find(segment);
        if (path == null) {
            return null;
        }
        try {
            FileChannel opened = FileChannel.open(path, StandardOpenOption.READ);
            channel = opened;
            openSegment = segment;
            return opened;
        } catch (NoSuchFileException e) {
            return null; // removed since it was found: as if it had never been there
        }
    }

    private static byte[] read(FileChannel file, long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, offset + buffer.position()) < 0) {
                return Arrays.copyOf(bytes, buffer.position());
            }
        }
        return bytes;
    }

    private @Nullable WalStop validate(byte[] bytes, int at, long pageLsn) {
        int pageMagic = LittleEndian.u16(bytes, at);
        if (pageMagic != magic) {
            if (pageMagic == 0) {
                return WalStop.EMPTY_PAGE;
            }
            if (magic != 0 || !isKnown(pageMagic)) {
                return WalStop.WRONG_PAGE;
            }
        }
        int flags = LittleEndian.u16(bytes, at + 2);
        boolean firstOfSegment = (pageLsn & (segmentBytes - 1)) == 0;
        boolean longHeader = (flags & FLAG_LONG_HEADER) != 0;
        if ((flags & ~ALL_FLAGS) != 0
                || firstOfSegment != longHeader
                || LittleEndian.i32(bytes, at + 4) != 1
                || LittleEndian.i64(bytes, at + 8) != pageLsn) {
            return WalStop.WRONG_PAGE;
        }
        if (longHeader) {
            long system = LittleEndian.i64(bytes, at + 24);
            if ((systemIdentifierKnown && system != systemIdentifier)
                    || LittleEndian.i32(bytes, at + 32) != segmentBytes
                    || LittleEndian.i32(bytes, at + 36) != PAGE_BYTES) {
                return WalStop.WRONG_PAGE;
            }
            systemIdentifier = system;
            systemIdentifierKnown = true;
        }
        magic = pageMagic;
        return null;
    }

    private static boolean isKnown(int magic) {
        return magic == MAGIC_16 || magic == MAGIC_17 || magic == MAGIC_18;
    }

    @Override
    public void close() throws IOException {
        openSegment = -1;
        FileChannel file = channel;
        channel = null;
        if (file != null) {
            file.close();
        }
    }
}
