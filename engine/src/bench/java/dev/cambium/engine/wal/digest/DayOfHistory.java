package dev.cambium.engine.wal.digest;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.wal.WalFolder;
import dev.cambium.engine.wal.WalSegments;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * How long the digest of a day takes to open and to answer: a slice every five seconds, each with
 * commits in 12 of 200 tables, a big write or a change of the schema every minute.
 */
public final class DayOfHistory {

    private static final int SLICES = 17_280;

    private DayOfHistory() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("day");
        Path file = folder.resolve("digest");
        TimelineId timeline = new TimelineId("tl-day");
        Instant begin = Instant.now().minusSeconds(86_400);
        write(file, timeline, 1, begin, 1 << 20, (1 << 20) + 2_000_000L * SLICES);
        for (int round = 0; round < (args.length > 0 ? Integer.parseInt(args[0]) : 10); round++) {
            long opening = System.nanoTime();
            try (TimelineDigest digest =
                    TimelineDigest.open(
                            timeline,
                            file,
                            new WalFolder(folder, new WalSegments(4 << 20)),
                            new Lsn(1),
                            begin,
                            Clock.systemUTC(),
                            List::of)) {
                long asking = System.nanoTime();
                TimelineSums sums = new TimelineSums(begin, begin.plusSeconds(86_400), 300);
                digest.addTo(sums, true);
                long answered = System.nanoTime();
                System.out.printf(
                        Locale.ROOT,
                        "opened in %.1f ms, answered in %.1f ms: %d rows, %d marks, %d KB%n",
                        (asking - opening) / 1e6,
                        (answered - asking) / 1e6,
                        sums.parts().stream().mapToLong(part -> part.rows().all()).sum(),
                        sums.marks().size(),
                        Files.size(file) / 1024);
            }
        }
        Files.delete(file);
        Files.delete(folder);
    }

    /**
     * Puts such a day in the place of what a digest says of the WAL it covers. Its timeline must
     * not be in use, and have a few megabytes of WAL.
     */
    public static void replace(Path path, TimelineId timeline, Instant begin) throws IOException {
        byte[] header = Files.readAllBytes(path);
        int name = new String(header, StandardCharsets.ISO_8859_1).indexOf(timeline.value());
        long birth = ByteBuffer.wrap(header).getLong(name + timeline.value().length());
        long from;
        long to;
        try (DigestFile file = DigestFile.open(path, timeline, birth, (batch, offset, end) -> {})) {
            if (file.last() == null) {
                throw new IOException("The digest %s covers no WAL".formatted(path));
            }
            from = birth;
            to = file.last().toLsn();
        }
        Files.delete(path);
        write(path, timeline, birth, begin, from, to);
    }

    /** A day's digest from one place of the WAL to another. */
    private static void write(
            Path path, TimelineId timeline, long birth, Instant begin, long from, long to)
            throws IOException {
        Random random = new Random(1);
        try (DigestFile file = DigestFile.open(path, timeline, birth, (batch, offset, end) -> {})) {
            List<NameChange> names = new ArrayList<>();
            names.add(new NameChange.Database(5, "shop"));
            for (int i = 0; i < 200; i++) {
                names.add(
                        new NameChange.Known(
                                0,
                                new RelationName(
                                        5,
                                        20_000 + i,
                                        20_000 + i,
                                        'r',
                                        'p',
                                        "public",
                                        "table" + i,
                                        10_000,
                                        0)));
            }
            long micros = PostgresTime.micros(begin);
            for (int i = 0; i < SLICES; i++) {
                long lsn = from + (to - from) * i / SLICES;
                long end = from + (to - from) * (i + 1) / SLICES;
                List<DigestEntry> batch = new ArrayList<>();
                if (i == 0) {
                    batch.add(new DigestEntry.Names(names));
                }
                long[] relations = new long[12];
                int[] rows = new int[36];
                for (int r = 0; r < relations.length; r++) {
                    relations[r] =
                            RelationNumbers.key(5, 20_000 + (r * 17 + random.nextInt(16)) % 200);
                    rows[3 * r] = random.nextInt(1_000);
                    rows[3 * r + 1] = random.nextInt(1_000);
                    rows[3 * r + 2] = random.nextInt(100);
                }
                if (i % 12 == 0) {
                    batch.add(
                            new DigestEntry.BigWrite(
                                    lsn, lsn + 80, micros, 2_000, 0, 0, relations, rows));
                }
                if (i % 12 == 6) {
                    batch.add(
                            new DigestEntry.Ddl(
                                    lsn,
                                    lsn + 80,
                                    micros,
                                    5,
                                    List.of(20_000L + i % 200),
                                    List.of(),
                                    List.of(),
                                    List.of(1259, 1249),
                                    true,
                                    List.of(),
                                    List.of()));
                }
                batch.add(
                        new DigestEntry.Slice(
                                lsn,
                                end,
                                lsn,
                                micros,
                                micros + 5_000_000,
                                micros + 5_000_000,
                                5_000,
                                10,
                                relations,
                                rows));
                file.append(batch);
                micros += 5_000_000;
            }
        }
    }
}
