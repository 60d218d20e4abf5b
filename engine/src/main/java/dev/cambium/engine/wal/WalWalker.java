package dev.cambium.engine.wal;

import com.google.errorprone.annotations.MustBeClosed;

import dev.cambium.engine.page.Lsn;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Reads WAL record by record, and ends exactly where Postgres' crash recovery would end.
 *
 * <p>{@link #next} returns null at the end; called again, it looks at the files again, so a log
 * that is still being written can be followed. What looks like the end in data that was read ahead
 * is read once more before it counts as the end: every record that was flushed before the call to
 * {@code next} is found. Holds one open file. Not thread-safe.
 *
 * <p>Source of the rules: XLogDecodeNextRecord in {@code xlogreader.c}.
 */
public final class WalWalker implements AutoCloseable {

    /** XLogRecordMaxSize: Postgres 16 and later write nothing longer. */
    private static final int LARGEST_RECORD_BYTES = 1020 * 1024 * 1024;

    /**
     * Of a longer record only this much is kept in memory, its checksum is still verified. Such
     * giants are logical messages; nothing that we look into comes near it.
     */
    private static final int LARGEST_KEPT_BYTES = 32 * 1024 * 1024;

    private final WalPages pages;
    private final int segmentBytes;
    private final CRC32C checksum = new CRC32C();

    /** The end of the last record, where the next one is looked for. */
    private long position;

    private long lastRecordStart;
    private boolean anyRead;
    private WalStop stop = WalStop.LIMIT;

    /** The page on which a record that began before it does not go on, or -1. */
    private long tornPage = -1;

    private @Nullable WalRecord record;

    private WalWalker(WalFolder wal, Lsn start) {
        this.pages = new WalPages(wal);
        this.segmentBytes = wal.segments().segmentBytes();
        this.position = start.value();
    }

    /**
     * Begins at a record.
     *
     * @param start where a record begins, for example the redo position of a checkpoint, or the
     *     begin of the page whose first record it is
     */
    @MustBeClosed
    public static WalWalker open(WalFolder wal, Lsn start) {
        return new WalWalker(wal, start);
    }

    /**
     * Begins at the first record that begins at or after a position, wherever that position lies
     * (XLogFindNextRecord).
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, or closed on the way out
    public static WalWalker openAtFirstRecord(WalFolder wal, Lsn notBefore) throws IOException {
        WalWalker walker = new WalWalker(wal, notBefore);
        try {
            walker.seek(notBefore.value());
            return walker;
        } catch (IOException | RuntimeException e) {
            walker.close();
            throw e;
        }
    }

    /**
     * Begins at the first record there is in the folder of a timeline.
     *
     * @param first where the folder's first segment begins
     * @param birth where the timeline was cut off: pages before it that are empty were left out by
     *     {@link WalCut}, while behind it one is the end of WAL
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, or closed on the way out
    public static WalWalker openBehindHole(WalFolder wal, Lsn first, Lsn birth) throws IOException {
        WalWalker walker = new WalWalker(wal, first);
        try {
            walker.seek(walker.behindHole(first.value(), birth.value()));
            return walker;
        } catch (IOException | RuntimeException e) {
            walker.close();
            throw e;
        }
    }

    /** Goes on behind an end that was found before. */
    @MustBeClosed
    public static WalWalker resume(WalFolder wal, WalEnd end) {
        WalWalker walker = new WalWalker(wal, end.endLsnExclusive());
        walker.lastRecordStart = end.lastRecordStart().value();
        walker.anyRead = !end.lastRecordStart().equals(Lsn.ZERO);
        return walker;
    }

    /** The end of the WAL in a folder, reading from a record on. */
    public static WalEnd findEnd(Path walFolder, int segmentBytes, Lsn from) throws IOException {
        return findEnd(new WalFolder(walFolder, new WalSegments(segmentBytes)), from);
    }

    /** The end of the WAL of a timeline, reading from a record on. */
    public static WalEnd findEnd(WalFolder wal, Lsn from) throws IOException {
        try (WalWalker walker = open(wal, from)) {
            while (walker.next() != null) {}
            return walker.end();
        }
    }

    /**
     * The last place between two records that is not after a position: what the position rounds
     * down to. {@link WalEnd#reason} is {@link WalStop#LIMIT} if there is WAL up to the position,
     * and else why there is none.
     *
     * @param from a record that begins before the position
     */
    public static WalEnd roundDown(WalFolder wal, Lsn from, Lsn position) throws IOException {
        try (WalWalker walker = open(wal, from)) {
            WalEnd end = walker.end();
            while (true) {
                WalRecord record = walker.next();
                if (record == null) {
                    WalEnd last = walker.end();
                    return last.endLsnExclusive().equals(position)
                            ? new WalEnd(
                                    last.endLsnExclusive(),
                                    last.lastRecordStart(),
                                    last.endLsnExclusive(),
                                    WalStop.LIMIT)
                            : last;
                }
                if (record.endLsn().isAfter(position)) {
                    return end;
                }
                end = new WalEnd(record.endLsn(), record.lsn(), record.endLsn(), WalStop.LIMIT);
            }
        }
    }

    /**
     * The next record, or null where WAL ends for now.
     *
     * @throws IOException if a file cannot be read; a missing file is not an error but the end
     */
    public @Nullable WalRecord next() throws IOException {
        WalStop why = read();
        if (why != null) {
            // What was read ahead may be older than what has been written since.
            pages.forget();
            why = read();
        }
        if (why != null) {
            stop = why;
            return null;
        }
        WalRecord read = record;
        record = null;
        return read;
    }

    /** The major version of the server that wrote what was read last; 0 before the first record. */
    public int postgresMajor() {
        return pages.postgresMajor();
    }

    /** The end of the last record that {@link #next} returned, and why it is the end. */
    public WalEnd end() {
        Lsn end = new Lsn(position);
        return new WalEnd(
                end,
                anyRead ? new Lsn(lastRecordStart) : Lsn.ZERO,
                tornPage >= 0 ? new Lsn(tornPage) : end,
                stop);
    }

    /**
     * The first page of a segment that has records, of which the page behind the first may be
     * empty.
     */
    private long behindHole(long segment, long birth) throws IOException {
        long page = segment + WalPages.PAGE_BYTES;
        while (page < birth && pages.load(page) == WalStop.EMPTY_PAGE) {
            page += WalPages.PAGE_BYTES;
        }
        return page < birth && page > segment + WalPages.PAGE_BYTES ? page : segment;
    }

    /** Goes to the first record at or after a position. */
    private void seek(long notBefore) throws IOException {
        long page = notBefore & -WalPages.PAGE_BYTES;
        while (true) {
            stop = WalStop.LIMIT;
            WalStop why = pages.load(page);
            if (why != null) {
                stop = why;
                return;
            }
            int header = pages.headerBytes();
            long rest = pages.continuesRecord() ? align(pages.remainingLength()) : 0;
            if (rest <= WalPages.PAGE_BYTES - header) {
                position = page + header + rest;
                break;
            }
            page += WalPages.PAGE_BYTES;
        }
        while (position < notBefore) {
            long before = position;
            long beforeStart = lastRecordStart;
            boolean beforeRead = anyRead;
            WalRecord skipped = next();
            if (skipped == null) {
                return;
            }
            if (skipped.lsn().value() >= notBefore) {
                position = before;
                lastRecordStart = beforeStart;
                anyRead = beforeRead;
                return;
            }
        }
    }

    /** Reads one record into {@link #record}, or says why there is none. */
    private @Nullable WalStop read() throws IOException {
        tornPage = -1;
        long start = position;
        long overwritten = -1;
        while (true) {
            int within = (int) (start & (WalPages.PAGE_BYTES - 1));
            WalStop why = pages.load(start - within);
            if (why != null) {
                return why;
            }
            int header = pages.headerBytes();
            if (within == 0) {
                start += header;
                within = header;
            } else if (within < header) {
                return WalStop.NOT_A_RECORD;
            }
            if (within == header && pages.continuesRecord()) {
                return WalStop.NOT_A_RECORD;
            }
            byte[] bytes = pages.bytes();
            int at = pages.pageAt() + within;
            long length = LittleEndian.u32(bytes, at);
            if (length < WalRecord.HEADER_BYTES || length > LARGEST_RECORD_BYTES) {
                return length == 0 ? WalStop.ZEROS : WalStop.WRONG_LENGTH;
            }
            int onPage = WalPages.PAGE_BYTES - within;
            if (onPage >= WalRecord.HEADER_BYTES) {
                why = checkHeader(bytes, at, start);
                if (why != null) {
                    return why;
                }
            }
            WalRecord found;
            if (length <= onPage) {
                checksum.reset();
                checksum.update(
                        bytes, at + WalRecord.HEADER_BYTES, (int) length - WalRecord.HEADER_BYTES);
                if (!checksumMatches(bytes, at)) {
                    return WalStop.WRONG_CHECKSUM;
                }
                found = accept(start, start + align(length), (int) length, bytes, at);
            } else {
                Assembly assembly = assemble(start, (int) length, bytes, at, onPage);
                if (assembly.overwrittenOnPage >= 0) {
                    overwritten = start;
                    start = assembly.overwrittenOnPage;
                    continue;
                }
                if (assembly.stop != null) {
                    tornPage = assembly.page;
                    return assembly.stop;
                }
                found = accept(start, assembly.end, (int) length, assembly.bytes, 0);
            }
            if (overwritten >= 0 && !found.replacesTornRecord(overwritten)) {
                return WalStop.TORN_RECORD;
            }
            position = found.endLsn().value();
            lastRecordStart = start;
            anyRead = true;
            record = found;
            return null;
        }
    }

    /** A record that goes on over pages, and how far we got with it. */
    private static final class Assembly {
        byte[] bytes;
        int kept;
        long page;
        long end;
        long overwrittenOnPage = -1;
        @Nullable WalStop stop;

        Assembly(byte[] bytes) {
            this.bytes = bytes;
        }

        void add(byte[] from, int at, int length, int total) {
            int adding = Math.min(length, Math.min(total, LARGEST_KEPT_BYTES) - kept);
            if (adding <= 0) {
                return;
            }
            if (kept + adding > bytes.length) {
                // Grows as the pages are found, so that a length made of garbage costs nothing.
                int larger = Math.max(kept + adding, bytes.length * 2);
                bytes = Arrays.copyOf(bytes, Math.min(larger, total));
            }
            System.arraycopy(from, at, bytes, kept, adding);
            kept += adding;
        }
    }

    private Assembly assemble(long start, int total, byte[] first, int at, int onFirst)
            throws IOException {
        Assembly assembly = new Assembly(new byte[Math.min(total, 2 * WalPages.PAGE_BYTES)]);
        assembly.add(first, at, onFirst, total);
        checksum.reset();
        int skipped = Math.min(onFirst, WalRecord.HEADER_BYTES);
        checksum.update(first, at + skipped, onFirst - skipped);
        boolean headerChecked = onFirst >= WalRecord.HEADER_BYTES;
        int got = onFirst;
        assembly.page = start & -WalPages.PAGE_BYTES;
        while (got < total) {
            assembly.page += WalPages.PAGE_BYTES;
            assembly.stop = pages.load(assembly.page);
            if (assembly.stop != null) {
                return assembly;
            }
            if (pages.overwritesRecord()) {
                assembly.overwrittenOnPage = assembly.page;
                return assembly;
            }
            long rest = pages.remainingLength();
            if (!pages.continuesRecord() || rest == 0 || rest + got != total) {
                assembly.stop = WalStop.TORN_RECORD;
                return assembly;
            }
            int header = pages.headerBytes();
            int here = (int) Math.min(rest, WalPages.PAGE_BYTES - header);
            int from = pages.pageAt() + header;
            assembly.add(pages.bytes(), from, here, total);
            skipped = Math.min(Math.max(WalRecord.HEADER_BYTES - got, 0), here);
            checksum.update(pages.bytes(), from + skipped, here - skipped);
            got += here;
            assembly.end = assembly.page + header + align(rest);
            if (!headerChecked && got >= WalRecord.HEADER_BYTES) {
                assembly.stop = checkHeader(assembly.bytes, 0, start);
                if (assembly.stop != null) {
                    return assembly;
                }
                headerChecked = true;
            }
        }
        if (!checksumMatches(assembly.bytes, 0)) {
            assembly.stop = WalStop.WRONG_CHECKSUM;
        }
        return assembly;
    }

    private WalRecord accept(long start, long end, int length, byte[] bytes, int at) {
        int kept = Math.min(length, bytes.length - at);
        WalRecord plain = new WalRecord(start, end, length, bytes, at, kept);
        if (!plain.isSegmentSwitch()) {
            return plain;
        }
        // The rest of the segment stays empty.
        long next = (end + segmentBytes - 1) & -segmentBytes;
        return new WalRecord(start, next, length, bytes, at, kept);
    }

    private @Nullable WalStop checkHeader(byte[] bytes, int at, long start) {
        if (!ResourceManager.exists(LittleEndian.u8(bytes, at + 17))) {
            return WalStop.WRONG_RESOURCE_MANAGER;
        }
        long previous = LittleEndian.i64(bytes, at + 8);
        boolean linked =
                anyRead ? previous == lastRecordStart : Long.compareUnsigned(previous, start) < 0;
        return linked ? null : WalStop.WRONG_PREVIOUS;
    }

    /** The checksum covers the payload, which is in already, and then the header before it. */
    private boolean checksumMatches(byte[] bytes, int at) {
        checksum.update(bytes, at, 20);
        return (int) checksum.getValue() == LittleEndian.i32(bytes, at + 20);
    }

    private static long align(long length) {
        return (length + 7) & -8L;
    }

    @Override
    public void close() throws IOException {
        pages.close();
    }
}
