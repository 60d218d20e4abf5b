package dev.cambium.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.crash.KilledWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A process that appends is killed at random moments; what it acknowledged must all be there. */
class JournalKillIT {

    private static final int ROUNDS = 10;

    @TempDir private Path home;

    @Test
    void losesNoAcknowledgedEntry() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path folder = home.resolve("journal");
        int count = 0;
        KilledWriter next = new KilledWriter(Writer.class, folder, 0);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                KilledWriter writer = next;
                next = new KilledWriter(Writer.class, folder, 0);
                int last;
                try (writer) {
                    last = writer.killAfter(random.nextInt(50_000));
                }
                try (Journal journal = Journal.open(folder)) {
                    assertThat(journal.setAside()).as("seed %d round %d", seed, round).isEmpty();
                    List<JournalEntry> entries =
                            journal.read(Instant.MIN, _ -> true, Integer.MAX_VALUE);
                    assertThat(entries.size())
                            .as("seed %d round %d", seed, round)
                            .isGreaterThan(last);
                    assertThat(entries)
                            .as("seed %d round %d", seed, round)
                            .isEqualTo(
                                    IntStream.range(0, entries.size())
                                            .mapToObj(JournalTest::tick)
                                            .toList());
                    assertThat(entries.size()).isGreaterThan(count);
                    count = entries.size();
                }
            }
        } finally {
            next.close();
        }
    }

    /** Continues the row of ticks in the journal. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] args) throws Exception {
            boolean _ = System.in.read() >= 0;
            Journal journal = Journal.open(Path.of(args[0]));
            int number = journal.read(Instant.MIN, _ -> true, Integer.MAX_VALUE).size();
            while (true) {
                journal.append(JournalTest.tick(number));
                KilledWriter.acknowledge(number++);
            }
        }
    }
}
