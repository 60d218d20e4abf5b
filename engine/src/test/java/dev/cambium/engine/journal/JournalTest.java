package dev.cambium.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.journal.JournalEntry.BranchEvent;
import dev.cambium.engine.journal.JournalEntry.BranchEventKind;
import dev.cambium.engine.journal.JournalEntry.ComputeEvent;
import dev.cambium.engine.journal.JournalEntry.ComputeEventKind;
import dev.cambium.engine.journal.JournalEntry.OperationOutcome;
import dev.cambium.engine.journal.JournalEntry.WalTick;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class JournalTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00.123456789Z");
    private static final TimelineId TIMELINE = new TimelineId("tl-0123456789ab");

    @TempDir private Path home;
    private final SetClock clock = new SetClock(NOON);
    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journal.open(home.resolve("journal"), clock);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void givesBackEveryKindOfEntryAfterAReopen() {
        List<JournalEntry> entries =
                List.of(
                        tick(0),
                        new BranchEvent(NOON, "p", "br-a", BranchEventKind.CREATED, ""),
                        new ComputeEvent(NOON, "p", "br-a", ComputeEventKind.CRASHED, "ü 🌳"),
                        new OperationOutcome(NOON, "p", null, UUID.randomUUID(), "create", null),
                        new OperationOutcome(NOON, "p", "br", UUID.randomUUID(), "reset", "No."));
        assertThat(journal.isEmpty()).isTrue();
        entries.forEach(journal::append);
        reopen();
        assertThat(journal.setAside()).isEmpty();
        assertThat(journal.isEmpty()).isFalse();
        assertThat(journal.read(Instant.MIN, _ -> true, 100)).isEqualTo(entries);
        assertThat(journal.latest(_ -> true, 100)).isEqualTo(entries);
    }

    @Test
    void cutsALongTextAndNotACharacter() {
        journal.append(
                new BranchEvent(NOON, "p", "b", BranchEventKind.IMPORTED, "🌳".repeat(50_000)));
        BranchEvent read = (BranchEvent) journal.latest(_ -> true, 1).getFirst();
        assertThat(read.detail()).hasSizeBetween(3_900, 4_000).matches("🌳+…");
    }

    @Test
    void readsFromAMomentOnAndTheLatest() {
        for (int i = 0; i < 10; i++) {
            journal.append(tick(i));
        }
        assertThat(journal.read(NOON.plusSeconds(4), _ -> true, 2))
                .containsExactly(tick(4), tick(5));
        assertThat(journal.read(NOON, "p1", 100)).containsExactly(tick(1), tick(4), tick(7));
        assertThat(journal.latest(entry -> entry.projectId().equals("p1"), 2))
                .containsExactly(tick(4), tick(7));
        assertThat(journal.read(NOON.plus(Duration.ofDays(3)), _ -> true, 9)).isEmpty();
    }

    @Test
    void readsAcrossDaysWithoutAnEntryAndDropsWhatIsTooOld() throws Exception {
        List<JournalEntry> appended = new ArrayList<>();
        for (int day = 0; day < 60; day += 4) {
            clock.now = NOON.plus(Duration.ofDays(day));
            JournalEntry entry = tick(86_400 * day);
            journal.append(entry);
            appended.add(entry);
            if (day == 20) {
                reopen();
            }
        }
        List<JournalEntry> kept =
                appended.stream()
                        .filter(entry -> !entry.at().isBefore(clock.now.minus(Journal.RETENTION)))
                        .toList();
        assertThat(kept).hasSize(8);
        assertThat(journal.read(Instant.EPOCH, _ -> true, 100)).isEqualTo(kept);
        assertThat(journal.latest(_ -> true, 100)).isEqualTo(kept);
        assertThat(journal.read(kept.get(3).at().minusSeconds(90_000), _ -> true, 1))
                .containsExactly(kept.get(3));
        reopen();
        assertThat(journal.read(Instant.EPOCH, _ -> true, 100)).isEqualTo(kept);
        try (Stream<Path> files = Files.list(home.resolve("journal"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".cq4"))).hasSize(8);
        }
    }

    @Test
    void setsADamagedJournalAsideAndIsRebuilt() throws Exception {
        for (int i = 0; i < 100; i++) {
            journal.append(tick(i));
        }
        journal.close();
        Path file = home.resolve("journal/20261120F.cq4");
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tl-0123");
        bytes[at + 5] ^= 1;
        Files.write(file, bytes);

        journal = Journal.open(home.resolve("journal"), clock);
        assertThat(journal.setAside().orElseThrow())
                .contains("20261120F.cq4")
                .contains("journal-damaged-20261120-120000-123");
        assertThat(home.resolve("journal-damaged-20261120-120000-123/20261120F.cq4"))
                .hasBinaryContent(bytes);
        assertThat(journal.isEmpty()).isTrue();
        journal.rebuild(IntStream.range(0, 50).mapToObj(JournalTest::tick));
        assertThat(journal.read(NOON, _ -> true, 100)).hasSize(50);
        assertThatThrownBy(() -> journal.rebuild(Stream.of(tick(0))))
                .isInstanceOf(IllegalStateException.class);
        reopen();
        assertThat(journal.setAside()).isEmpty();
        assertThat(journal.read(NOON, _ -> true, 100)).hasSize(50);
    }

    /** Whatever is done to its files, it opens, and gives only entries that were appended. */
    @Test
    void opensWhateverIsDoneToItsFiles() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            journal.append(tick(i));
        }
        journal.close();
        Path file = home.resolve("journal/20261120F.cq4");
        Path table = home.resolve("journal/metadata.cq4t");
        byte[] good = Files.readAllBytes(file);
        for (int round = 0; round < 12; round++) {
            byte[] bad = good.clone();
            Path victim = round % 4 == 3 ? table : file;
            switch (round % 4) {
                case 0 -> bad = Arrays.copyOf(bad, random.nextInt(200_000));
                case 1 -> bad[random.nextInt(0xc4)] ^= (byte) (1 << random.nextInt(8));
                case 2 -> {
                    // The entries lie after the two indexes.
                    int start = 0x10000 + random.nextInt(0x4000);
                    byte[] noise = new byte[64];
                    random.nextBytes(noise);
                    System.arraycopy(noise, 0, bad, start, noise.length);
                }
                default -> random.nextBytes(bad);
            }
            Files.write(victim, bad);
            clock.now = clock.now.plusMillis(1);
            journal = Journal.open(home.resolve("journal"), clock);
            List<JournalEntry> read = journal.read(NOON, _ -> true, 1_000);
            assertThat(read)
                    .as("seed %d round %d", seed, round)
                    .isSubsetOf(IntStream.range(0, 1_000).mapToObj(JournalTest::tick).toList());
            journal.append(tick(999));
            assertThat(journal.latest(_ -> true, 1))
                    .as("seed %d round %d", seed, round)
                    .containsExactly(tick(999));
            journal.close();
            Files.write(file, good);
        }
        journal = Journal.open(home.resolve("journal"), clock);
    }

    @Test
    void isOpenedOnce() {
        assertThatThrownBy(() -> Journal.open(home.resolve("journal"), clock))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("in use");
        journal.append(tick(1));
        assertThat(journal.latest(_ -> true, 9)).containsExactly(tick(1));
    }

    @Test
    void takesEntriesOfManyThreadsAlsoInterruptedOnes() throws Exception {
        List<Future<?>> done = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                int first = i * 500;
                done.add(
                        threads.submit(
                                () -> {
                                    for (int j = 0; j < 500; j++) {
                                        if (j % 100 == 50) {
                                            Thread.currentThread().interrupt();
                                        }
                                        journal.append(tick(first + j));
                                    }
                                    assertThat(Thread.interrupted()).isTrue();
                                }));
            }
        }
        for (Future<?> future : done) {
            future.get();
        }
        assertThat(journal.read(NOON, _ -> true, 20_000)).hasSize(10_000).doesNotHaveDuplicates();
    }

    @Test
    void isClosedForGood() {
        journal.close();
        assertThatThrownBy(() -> journal.append(tick(1))).isInstanceOf(JournalException.class);
        assertThatThrownBy(() -> journal.latest(_ -> true, 1)).isInstanceOf(JournalException.class);
    }

    private void reopen() {
        journal.close();
        journal = Journal.open(home.resolve("journal"), clock);
    }

    static JournalEntry tick(int second) {
        return new WalTick(
                NOON.plusSeconds(second),
                "p" + second % 3,
                "br-a-b-1",
                TIMELINE,
                new Lsn(-1L - second),
                second);
    }

    private static final class SetClock extends Clock {

        private volatile Instant now;

        SetClock(Instant now) {
            this.now = now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
