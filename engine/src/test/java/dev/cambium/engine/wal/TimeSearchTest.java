package dev.cambium.engine.wal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.wal.HandMadeWal.Written;
import dev.cambium.engine.wal.TimeSearch.Cut;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Where the search for a time or a position ends, on WAL made by hand. */
class TimeSearchTest {

    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
    private static final int COMMIT = 0x00;
    private static final int PREPARE = 0x10;
    private static final int ABORT = 0x20;
    private static final int COMMIT_PREPARED = 0x30;
    private static final int ABORT_PREPARED = 0x40;

    @TempDir private Path folder;

    private final HandMadeWal wal = new HandMadeWal(40);

    @Test
    void aTimeMeansTheEndOfTheLastCommitBeforeTheFirstLaterOne() throws IOException {
        wal.append(100);
        Written commit = end(COMMIT, 10);
        wal.append(300); // what a dropped database loses before that is committed
        end(COMMIT, 20);
        wal.append(50);

        Cut cut = at(15);

        assertThat(cut).isEqualTo(new Cut(commit.endLsn(), second(10), 0, WalStop.LIMIT));
    }

    @Test
    void aSearchThatFindsOnlyALaterCommitStaysWhereItBegan() throws IOException {
        wal.append(100);
        end(COMMIT, 20);
        assertThat(at(15)).isEqualTo(new Cut(HandMadeWal.START, null, 0, WalStop.LIMIT));
    }

    @Test
    void aCommitStampedAtTheVeryTimeIsIn() throws IOException {
        Written commit = end(COMMIT, 10);
        end(COMMIT, 11);
        assertThat(at(10).lsn()).isEqualTo(commit.endLsn());
        wal.append(10);
        assertThat(at(11)).isEqualTo(new Cut(wal.last().endLsn(), second(11), 0, WalStop.ZEROS));
    }

    @Test
    void abortsAndTheEndsOfPreparedTransactionsCount() throws IOException {
        Lsn before = HandMadeWal.START;
        for (int kind : new int[] {COMMIT, ABORT, COMMIT_PREPARED, ABORT_PREPARED}) {
            wal.append(16);
            Lsn behind = end(kind, 1_000L * (kind + 1)).endLsn();
            assertThat(at(1_000L * (kind + 1) - 1).lsn()).as("info %x", kind).isEqualTo(before);
            before = behind;
        }
    }

    @Test
    void whatWasPreparedByThenIsInAndWhatWasPreparedLaterEndsNoSearch() throws IOException {
        end(COMMIT, 10);
        Lsn prepared = prepare(12).endLsn();
        wal.append(16);
        prepare(17);
        Lsn last = wal.append(16).endLsn();
        assertThat(at(15).lsn()).isEqualTo(last); // where WAL ends
        end(COMMIT, 20);
        assertThat(at(15).lsn()).isEqualTo(prepared);
    }

    @Test
    void commitsBehindThePlaceWithEarlierStampsAreCounted() throws IOException {
        Lsn place = end(COMMIT, 10).endLsn();
        end(COMMIT, 30); // ends the search for 20
        end(COMMIT, 19);
        end(ABORT, 18); // nothing is missed by leaving it out
        end(COMMIT_PREPARED, 20);
        end(COMMIT, 21);

        Cut cut = at(20);

        assertThat(cut.lsn()).isEqualTo(place);
        assertThat(cut.leftBehind()).isEqualTo(2);
    }

    @Test
    void theLookBehindThePlaceHasBounds() throws IOException {
        end(COMMIT, 30);
        end(COMMIT, 19);
        end(COMMIT, 20 + TimeSearch.LOOK_AHEAD_TIME.toSeconds() + 1);
        end(COMMIT, 18);
        assertThat(at(20).leftBehind()).isEqualTo(1);

        HandMadeWal far = new HandMadeWal(20);
        stamp(far, COMMIT, 30);
        stamp(far, COMMIT, 19);
        far.append((int) TimeSearch.LOOK_AHEAD_BYTES);
        stamp(far, COMMIT, 18);
        far.writeTo(folder.resolve("far"));
        Cut cut =
                TimeSearch.at(
                        HandMadeWal.walIn(folder.resolve("far")), HandMadeWal.START, second(20));
        assertThat(cut.leftBehind()).isEqualTo(1);
    }

    @Test
    void whereWalEndsFirstThePlaceIsItsEndAndTheReasonIsTold() throws IOException {
        end(COMMIT, 10);
        Written last = wal.append(700);
        Written torn = wal.append(20_000);
        wal.zeroFrom(torn.lsn().plus(10_000));

        Cut cut = at(50);

        assertThat(cut.found()).isFalse();
        assertThat(cut.lsn()).isEqualTo(last.endLsn());
        assertThat(cut.stop()).isNotEqualTo(WalStop.LIMIT);
    }

    @Test
    void aPositionInARecordRoundsDownAndOneBetweenRecordsStays() throws IOException {
        Written first = end(COMMIT, 10);
        Written second = wal.append(20_000); // goes on over pages
        Written third = end(COMMIT, 30);
        WalFolder walFolder = written();

        assertThat(TimeSearch.at(walFolder, HandMadeWal.START, second.endLsn()))
                .isEqualTo(new Cut(second.endLsn(), second(10), 0, WalStop.LIMIT));
        assertThat(TimeSearch.at(walFolder, HandMadeWal.START, second.endLsn().plus(-8)).lsn())
                .isEqualTo(first.endLsn());
        assertThat(TimeSearch.at(walFolder, HandMadeWal.START, third.endLsn()).lastStamp())
                .isEqualTo(second(30));
        assertThat(TimeSearch.at(walFolder, first.endLsn(), first.endLsn()))
                .isEqualTo(new Cut(first.endLsn(), null, 0, WalStop.LIMIT));
        assertThat(TimeSearch.at(walFolder, HandMadeWal.START, third.endLsn().plus(8)).found())
                .isFalse();
    }

    @Test
    void anyOrderOfStampsGivesNoLaterCommitBeforeThePlaceAndCountsTheRest() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        record Commit(Written written, long seconds) {}
        List<Commit> commits = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            wal.append(1 + random.nextInt(9_000));
            long seconds = i + random.nextInt(30);
            commits.add(new Commit(end(COMMIT, seconds), seconds));
        }
        WalFolder walFolder = written();
        for (int i = 0; i < 60; i++) {
            long asked = random.nextInt(450);
            Cut cut = TimeSearch.at(walFolder, HandMadeWal.START, second(asked));
            List<Commit> in =
                    commits.stream()
                            .filter(commit -> !commit.written.endLsn().isAfter(cut.lsn()))
                            .toList();
            List<Commit> behind =
                    commits.stream()
                            .filter(commit -> commit.written.endLsn().isAfter(cut.lsn()))
                            .toList();
            assertThat(in).as("seed %d", seed).allMatch(commit -> commit.seconds <= asked);
            if (!behind.isEmpty()) {
                assertThat(behind.getFirst().seconds).as("seed %d", seed).isGreaterThan(asked);
            }
            assertThat(cut.leftBehind())
                    .as("seed %d, time %d", seed, asked)
                    .isEqualTo(behind.stream().filter(c -> c.seconds <= asked).count());
            assertThat(cut.lastStamp())
                    .as("seed %d", seed)
                    .isEqualTo(
                            in.stream()
                                    .map(commit -> second(commit.seconds))
                                    .max(Comparator.naturalOrder())
                                    .orElse(null));
        }
    }

    private Cut at(long seconds) throws IOException {
        return TimeSearch.at(written(), HandMadeWal.START, second(seconds));
    }

    private WalFolder written() throws IOException {
        wal.writeTo(folder.resolve("wal"));
        return HandMadeWal.walIn(folder.resolve("wal"));
    }

    private static Instant second(long seconds) {
        return EPOCH.plusSeconds(seconds);
    }

    private Written end(int kind, long seconds) {
        return stamp(wal, kind, seconds);
    }

    private static Written stamp(HandMadeWal wal, int kind, long seconds) {
        return wal.append(1, kind, 7, micros(0, seconds));
    }

    private Written prepare(long seconds) {
        return wal.append(1, PREPARE, 7, micros(16, seconds));
    }

    private static byte[] micros(int offset, long seconds) {
        return ByteBuffer.allocate(offset + Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(offset, ChronoUnit.MICROS.between(EPOCH, second(seconds)))
                .array();
    }
}
