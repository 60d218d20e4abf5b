package dev.cambium.engine.wal;

import dev.cambium.engine.page.Lsn;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How WAL of one segment size is split over files, all of them on Postgres timeline 1. Immutable.
 *
 * <p>Source of the naming: {@code XLogFileName} in {@code src/include/access/xlog_internal.h}.
 *
 * @param segmentBytes the size of each file, a power of two between 1 MiB and 1 GiB
 */
public record WalSegments(int segmentBytes) {

    /** The bounds that initdb sets for --wal-segsize. */
    private static final int SMALLEST = 1 << 20;

    private static final int LARGEST = 1 << 30;
    private static final Pattern NAME = Pattern.compile("00000001[0-9A-F]{16}");

    /**
     * One file.
     *
     * @param number counted from 0 at LSN 0/0
     * @param start the LSN of its first byte
     */
    public record Segment(long number, Lsn start, Path path) {}

    public WalSegments {
        if (segmentBytes < SMALLEST
                || segmentBytes > LARGEST
                || Integer.bitCount(segmentBytes) != 1) {
            throw new IllegalArgumentException(
                    segmentBytes
                            + " bytes is not a WAL segment size; Postgres knows the powers of two"
                            + " from 1 MiB to 1 GiB");
        }
    }

    /** The number of the segment that holds the byte at this position. */
    public long numberOf(Lsn lsn) {
        return lsn.value() >>> Integer.numberOfTrailingZeros(segmentBytes);
    }

    /** Where a segment begins. */
    public Lsn startOf(long number) {
        return new Lsn(number << Integer.numberOfTrailingZeros(segmentBytes));
    }

    /** The file name of a segment, for example {@code 000000010000000000000001}. */
    public String nameOf(long number) {
        int perId = Integer.numberOfTrailingZeros(segmentBytes);
        long high = number >>> (32 - perId);
        long low = number & ((1L << (32 - perId)) - 1);
        return "%08X%08X%08X".formatted(1, high, low);
    }

    /** The file name of the segment that holds the byte at this position. */
    public String nameOf(Lsn lsn) {
        return nameOf(numberOf(lsn));
    }

    /** Whether a file name is that of a segment of Postgres timeline 1, of this size. */
    public boolean isSegment(String fileName) {
        return NAME.matcher(fileName).matches()
                && Long.parseLong(fileName.substring(16), 16) < (1L << 32) / segmentBytes;
    }

    /**
     * The number in a segment's file name.
     *
     * @throws IllegalArgumentException if it is not the name of a segment
     */
    public long numberOf(String fileName) {
        if (!isSegment(fileName)) {
            throw new IllegalArgumentException(
                    "'" + fileName + "' is not a WAL segment of timeline 1");
        }
        long high = Long.parseLong(fileName.substring(8, 16), 16);
        long low = Long.parseLong(fileName.substring(16), 16);
        return high * ((1L << 32) / segmentBytes) + low;
    }

    /** The segments in a folder, in order. Other files (history, temporary) are left out. */
    public List<Segment> list(Path walFolder) throws IOException {
        List<Segment> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(walFolder, "00000001*")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (isSegment(name)) {
                    long number = numberOf(name);
                    found.add(new Segment(number, startOf(number), file));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        found.sort((a, b) -> Long.compare(a.number, b.number));
        return found;
    }
}
