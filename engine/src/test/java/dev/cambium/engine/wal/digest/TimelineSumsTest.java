package dev.cambium.engine.wal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.Random;

class TimelineSumsTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void loseAndInventNothingHoweverSlicesFallOnParts(long seed) {
        Random random = new Random(seed);
        Instant from = Instant.parse("2026-11-20T00:00:00Z");
        for (int round = 0; round < 200; round++) {
            int parts = 1 + random.nextInt(70);
            TimelineSums sums = new TimelineSums(from, from.plusSeconds(100), parts);
            long begin = PostgresTime.micros(from);
            long at = begin;
            long lsn = 1_000;
            long rows = 0;
            long bytes = 0;
            long commits = 0;
            while (at < begin + 99_000_000) {
                long to = Math.min(begin + 99_999_999, at + random.nextInt(9_000_000));
                int inserted = random.nextInt(1_000);
                int wal = random.nextInt(100_000);
                sums.add(
                        new DigestEntry.Slice(
                                lsn,
                                lsn + wal,
                                lsn,
                                at,
                                to,
                                to,
                                inserted / 7,
                                0,
                                new long[] {1},
                                new int[] {inserted, 5, 0}),
                        new int[] {sums.numberOf(new TimelineSums.Relation("d", "s", "t"))});
                rows += inserted + 5;
                bytes += wal;
                commits += inserted / 7;
                lsn += wal;
                at = to;
            }
            assertThat(sums.parts().stream().mapToLong(part -> part.rows().all()).sum())
                    .as("seed %d", seed)
                    .isEqualTo(rows);
            assertThat(sums.parts().stream().mapToLong(TimelineSums.Part::walBytes).sum())
                    .isEqualTo(bytes);
            assertThat(sums.parts().stream().mapToLong(TimelineSums.Part::commits).sum())
                    .isEqualTo(commits);
            assertThat(sums.relations(5).getFirst().getValue().all()).isEqualTo(rows);
        }
    }
}
