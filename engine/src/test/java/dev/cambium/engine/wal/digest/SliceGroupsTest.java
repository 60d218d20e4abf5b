package dev.cambium.engine.wal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.wal.digest.TimelineSums.Part;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Goal: groups change no answer. Method: random slices and ranges, with groups and without. */
class SliceGroupsTest {

    private static final Instant BEGIN = Instant.parse("2026-11-20T00:00:00Z");
    private static final int TABLES = 20;

    @TempDir private Path folder;

    private final RelationNumbers numbers = new RelationNumbers();
    private final NameHistory history = new NameHistory();
    private long lastMicros;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void tellTheSameAsTheSlicesOneByOne(long seed) throws IOException {
        Random random = new Random(seed);
        // Few, so that they are summed up further.
        SliceGroups groups = new SliceGroups(numbers, 40);
        try (DigestFile file =
                DigestFile.open(
                        folder.resolve("digest"),
                        new TimelineId("tl-groups"),
                        42,
                        (batch, from, to) -> {})) {
            write(random, file, groups);
            assertThat(groups.all().size()).isBetween(10, 100);
            long begin = PostgresTime.micros(BEGIN);
            for (int round = 0; round < 100; round++) {
                long from = begin + random.nextLong(lastMicros - begin);
                long to = from + 1 + random.nextLong(lastMicros + 5_000_000 - from);
                int parts = 1 + random.nextInt(50);
                boolean checkpoints = random.nextBoolean();
                TimelineSums byGroups = sums(from, to, parts);
                SumsFiller filler = filler(byGroups, checkpoints, file);
                int next = groups.firstEndingAt(from);
                for (SliceGroups.Group group : groups.all().subList(next, groups.all().size())) {
                    filler.add(group);
                }
                filler.addFile(groups.all().getLast().end(), file.size());
                filler.finish();
                TimelineSums bySlices = sums(from, to, parts);
                SumsFiller other = filler(bySlices, checkpoints, file);
                other.addFile(file.begin(), file.size());
                other.finish();
                assertThat(text(byGroups)).as("seed %d", seed).isEqualTo(text(bySlices));
                assertThat(byGroups.marks()).isEqualTo(bySlices.marks());
            }
        }
    }

    private static TimelineSums sums(long from, long to, int parts) {
        return new TimelineSums(PostgresTime.instant(from), PostgresTime.instant(to), parts);
    }

    private SumsFiller filler(TimelineSums sums, boolean checkpoints, DigestFile file) {
        return new SumsFiller(sums, checkpoints, history, numbers, new MarkWords(history), file);
    }

    private void write(Random random, DigestFile file, SliceGroups groups) throws IOException {
        long micros = PostgresTime.micros(BEGIN);
        long lsn = 1 << 20;
        for (int i = 0; i < 2_000; i++) {
            if (random.nextInt(100) == 0) {
                lsn += 1 << 24; // WAL that was removed before it was read
                micros += random.nextInt(3_600_000) * 1_000L;
            }
            long to = micros + random.nextInt(5_000_000);
            long toLsn = lsn + random.nextInt(2_000_000);
            List<DigestEntry> batch = new ArrayList<>();
            int marks = random.nextInt(50) == 0 ? 60 : random.nextInt(3);
            for (int mark = 0; mark < marks; mark++) {
                batch.add(
                        random.nextBoolean()
                                ? new DigestEntry.Checkpoint(lsn, toLsn, to, false, lsn)
                                : new DigestEntry.BigWrite(
                                        lsn,
                                        toLsn,
                                        to,
                                        2_000,
                                        0,
                                        0,
                                        new long[] {key(random)},
                                        new int[] {2_000, 0, 0}));
            }
            if (random.nextInt(30) == 0) {
                rename(random, lsn);
            }
            batch.add(slice(random, lsn, toLsn, micros, to));
            long offset = file.append(batch);
            groups.take(batch, offset, file.size());
            lsn = toLsn;
            micros = to;
        }
        lastMicros = micros;
    }

    private void rename(Random random, long lsn) {
        long file = RelationNumbers.fileOf(key(random));
        history.take(
                new NameChange.Known(
                        lsn,
                        new RelationName(
                                5, file, file, 'r', 'p', "s", "t" + random.nextInt(9), 1, 0)));
    }

    private static DigestEntry.Slice slice(
            Random random, long lsn, long toLsn, long micros, long to) {
        long[] relations = new long[random.nextInt(5)];
        int[] rows = new int[3 * relations.length];
        for (int i = 0; i < relations.length; i++) {
            relations[i] = RelationNumbers.key(5, 20_000 + (i * 4 + random.nextInt(4)) % TABLES);
            rows[3 * i] = random.nextInt(100);
            rows[3 * i + 1] = random.nextInt(100);
            rows[3 * i + 2] = random.nextInt(100);
        }
        return new DigestEntry.Slice(
                lsn,
                toLsn,
                lsn,
                micros,
                to,
                to,
                random.nextInt(50),
                random.nextInt(5),
                relations,
                rows);
    }

    private static long key(Random random) {
        return RelationNumbers.key(5, 20_000 + random.nextInt(TABLES));
    }

    private static String text(TimelineSums sums) {
        StringBuilder text = new StringBuilder();
        for (Part part : sums.parts()) {
            text.append(part.from())
                    .append(' ')
                    .append(part.to())
                    .append(' ')
                    .append(part.walBytes())
                    .append(' ')
                    .append(part.commits())
                    .append(' ')
                    .append(part.aborts());
            append(text, part.relations(100));
        }
        append(text, sums.relations(100));
        return text.toString();
    }

    private static void append(
            StringBuilder text,
            List<java.util.Map.Entry<TimelineSums.Relation, TimelineSums.Rows>> relations) {
        relations.forEach(
                entry ->
                        text.append(' ')
                                .append(entry.getKey())
                                .append(entry.getValue().inserted())
                                .append('/')
                                .append(entry.getValue().updated())
                                .append('/')
                                .append(entry.getValue().deleted()));
        text.append('\n');
    }
}
