package dev.cambium.bench;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.wal.WalFolder;
import dev.cambium.engine.wal.WalSegments;
import dev.cambium.engine.wal.WalWalker;
import dev.cambium.engine.wal.digest.TimelineDigest;
import dev.cambium.engine.wal.digest.TimelineSums;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * How fast WAL is read: every page, record and checksum, and with all that the digest counts.
 *
 * <p>Arguments: a folder of WAL segments of one size, and how many rounds. One thread; the first
 * rounds warm up Java and the page cache.
 */
public final class WalReading {

    private WalReading() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        int rounds = Integer.parseInt(args[1]);
        int segmentBytes;
        try (var files = Files.list(folder)) {
            Path any =
                    files.filter(file -> file.getFileName().toString().startsWith("00000001"))
                            .findFirst()
                            .orElseThrow();
            segmentBytes = (int) Files.size(any);
        }
        WalSegments segments = new WalSegments(segmentBytes);
        WalFolder wal = new WalFolder(folder, segments);
        Lsn first = segments.list(folder).getFirst().start();
        for (int round = 0; round < rounds; round++) {
            walk(wal, first);
            digest(wal);
        }
    }

    private static void walk(WalFolder wal, Lsn first) throws IOException {
        long begin = System.nanoTime();
        long processor = processorNanos();
        long records = 0;
        try (WalWalker walker = WalWalker.openAtFirstRecord(wal, first)) {
            long from = walker.end().endLsnExclusive().value();
            while (walker.next() != null) {
                records++;
            }
            print("walk", walker.end().endLsnExclusive().value() - from, records, begin, processor);
        }
    }

    private static void digest(WalFolder wal) throws IOException {
        Path file = Files.createTempFile("digest", "");
        Files.delete(file);
        long begin = System.nanoTime();
        long processor = processorNanos();
        try (TimelineDigest digest =
                TimelineDigest.open(
                        new TimelineId("tl-bench"),
                        file,
                        wal,
                        Lsn.ZERO,
                        Instant.EPOCH,
                        Clock.systemUTC(),
                        List::of)) {
            long from = digest.position().value();
            while (!digest.catchUp(16 << 20)) {}
            print("digest", digest.position().value() - from, 0, begin, processor);
            Instant now = Instant.now();
            TimelineSums sums = new TimelineSums(now.minusSeconds(86_400 * 30), now, 100);
            long asked = System.nanoTime();
            digest.addTo(sums, true);
            System.out.printf(
                    Locale.ROOT,
                    "answer  %.1f ms, file %d KB, rows %d%n",
                    (System.nanoTime() - asked) / 1e6,
                    Files.size(file) / 1024,
                    sums.parts().stream().mapToLong(part -> part.rows().all()).sum());
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** The processor's time of this one thread, which other programs do not lengthen much. */
    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void print(String what, long bytes, long records, long begin, long processor) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        double busy = (processorNanos() - processor) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%-7s %.0f MB/s of processor time, %.0f MB/s by the clock: %.1f MB, %d records%n",
                what,
                bytes / 1e6 / busy,
                bytes / 1e6 / seconds,
                bytes / 1e6,
                records);
    }
}
