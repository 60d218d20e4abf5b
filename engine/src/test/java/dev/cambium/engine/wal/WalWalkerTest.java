package dev.cambium.engine.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.wal.HandMadeWal.Written;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;

class WalWalkerTest {

    @TempDir Path folder;

    private final HandMadeWal wal = new HandMadeWal(4);

    @Test
    void readsWhatWasWritten() throws Exception {
        wal.append(100);
        wal.commit(1_000_000);
        wal.append(20_000);
        wal.writeTo(folder);
        List<WalRecord> read = readAll();
        assertThat(read.stream().map(record -> record.lsn()))
                .containsExactlyElementsOf(wal.records().stream().map(Written::lsn).toList());
        assertThat(read.get(1).outcome()).contains(WalRecord.Outcome.COMMIT);
        assertThat(read.get(1).outcomeTime()).contains(Instant.parse("2000-01-01T00:00:01Z"));
        assertThat(read.get(0).outcome()).isEmpty();
        assertThat(read.get(2).mainDataLength()).isEqualTo(20_000);
        assertThat(read.get(2).mainData()[19_999]).isNotZero();
        assertThat(read.get(2).xid()).isEqualTo(7);
        assertThat(read.get(2).previousLsn()).isEqualTo(read.get(1).lsn());
    }

    @Test
    void endsAtZeros() throws Exception {
        wal.append(100);
        Written last = wal.append(9_000);
        wal.writeTo(folder);
        assertThat(end()).isEqualTo(endAfter(last, WalStop.ZEROS));
    }

    @Test
    void endsWhereTheNextSegmentIsMissing() throws Exception {
        wal.append(100);
        Written last = wal.switchSegment();
        wal.writeTo(folder);
        assertThat(last.endLsn()).isEqualTo(new Lsn(2 << 20));
        assertThat(end()).isEqualTo(endAfter(last, WalStop.NO_SEGMENT));
    }

    @Test
    void goesOnBehindASegmentSwitch() throws Exception {
        wal.append(100);
        wal.switchSegment();
        Written last = wal.append(50);
        wal.writeTo(folder);
        assertThat(end().lastRecordStart()).isEqualTo(last.lsn());
        assertThat(last.lsn()).isEqualTo(new Lsn((2 << 20) + 40));
    }

    @Test
    void endsBeforeARecordWithAWrongChecksum() throws Exception {
        Written good = wal.append(100);
        Written bad = wal.append(100);
        wal.append(100);
        wal.flip(bad.lsn().plus(60));
        wal.writeTo(folder);
        assertThat(end()).isEqualTo(endAfter(good, WalStop.WRONG_CHECKSUM));
    }

    @Test
    void endsBeforeARecordThatPointsBackAtAnother() throws Exception {
        Written first = wal.append(100);
        Written good = wal.append(100);
        wal.appendPointingBackAt(first.lsn());
        wal.writeTo(folder);
        assertThat(end()).isEqualTo(endAfter(good, WalStop.WRONG_PREVIOUS));
    }

    @Test
    void endsBeforeARecordOfAnImpossibleLength() throws Exception {
        Written good = wal.append(100);
        Written bad = wal.append(100);
        wal.flip(bad.lsn().plus(3));
        wal.writeTo(folder);
        assertThat(end()).isEqualTo(endAfter(good, WalStop.WRONG_LENGTH));
    }

    @Test
    void endsBeforeARecordOfNoResourceManager() throws Exception {
        Written good = wal.append(100);
        Written bad = wal.append(100);
        wal.flip(bad.lsn().plus(17)); // 10 becomes 245, an extension's: then the checksum tells
        wal.writeTo(folder);
        assertThat(end()).isEqualTo(endAfter(good, WalStop.WRONG_CHECKSUM));
        wal.image()[(int) bad.lsn().plus(17).minus(HandMadeWal.START)] = 60;
        wal.writeTo(folder);
        assertThat(end()).isEqualTo(endAfter(good, WalStop.WRONG_RESOURCE_MANAGER));
    }

    @Test
    void endsBeforeARecordWhoseSecondHalfWasNotWritten() throws Exception {
        Written good = wal.append(100);
        Written torn = wal.append(30_000);
        Lsn thirdPage = HandMadeWal.START.plus(2 * 8192);
        wal.zeroFrom(thirdPage);
        wal.writeTo(folder);
        WalEnd end = end();
        assertThat(end.endLsnExclusive()).isEqualTo(torn.lsn());
        assertThat(end.lastRecordStart()).isEqualTo(good.lsn());
        assertThat(end.resumeLsn()).isEqualTo(thirdPage);
        assertThat(end.reason()).isEqualTo(WalStop.EMPTY_PAGE);
    }

    @Test
    void skipsARecordThatACrashLeftHalfWrittenAndRecoveryMarked() throws Exception {
        Written good = wal.append(100);
        Written torn = wal.append(30_000);
        Lsn thirdPage = HandMadeWal.START.plus(2 * 8192);
        wal.zeroFrom(thirdPage);
        wal.writeTo(folder);
        WalEnd crashed = end();
        Written mark = wal.overwriteFrom(thirdPage, torn.lsn());
        Written last = wal.append(500);
        wal.writeTo(folder);
        assertThat(readAll().stream().map(record -> record.lsn()))
                .containsExactly(good.lsn(), mark.lsn(), last.lsn());
        assertThat(RecoveryCheck.of(HandMadeWal.walIn(folder), crashed))
                .isInstanceOfSatisfying(
                        RecoveryCheck.Continued.class,
                        continued -> {
                            assertThat(continued.first().lsn()).isEqualTo(mark.lsn());
                            assertThat(continued.recovered()).isFalse();
                        });
    }

    @Test
    void endsAtAPageThatWasLeftOverFromARecycledSegment() throws Exception {
        wal.append(100);
        Written last = wal.append(8192 * 3);
        wal.writeTo(folder);
        // The second segment is an old copy of the first under a new name.
        wal.switchSegment();
        wal.writeTo(folder);
        Files.copy(
                folder.resolve(HandMadeWal.SEGMENTS.nameOf(1)),
                folder.resolve(HandMadeWal.SEGMENTS.nameOf(2)));
        assertThat(end()).isEqualTo(endAfter(wal.last(), WalStop.WRONG_PAGE));
        assertThat(last.lsn()).isEqualTo(wal.records().get(1).lsn());
    }

    @Test
    void endsWhereASegmentFileIsTooShort() throws Exception {
        wal.append(100);
        Written last = wal.append(100);
        wal.append(20_000);
        wal.writeTo(folder);
        Path file = folder.resolve(HandMadeWal.SEGMENTS.nameOf(1));
        byte[] all = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(all, 8192 + 100));
        WalEnd end = end();
        assertThat(end.endLsnExclusive()).isEqualTo(last.endLsn());
        assertThat(end.reason()).isEqualTo(WalStop.SHORT_SEGMENT);
    }

    @Test
    void followsALogThatGrows() throws Exception {
        Random random = new Random(20261120);
        Written first = wal.append(10);
        wal.writeTo(folder);
        List<Lsn> seen = new ArrayList<>();
        try (WalTail tail = new WalTail(HandMadeWal.walIn(folder), first.lsn())) {
            while (wal.last().endLsn().isBefore(new Lsn(4L << 20))) {
                int more = random.nextInt(5);
                for (int i = 0; i < more; i++) {
                    wal.append(random.nextInt(random.nextInt(10) == 0 ? 30_000 : 500));
                }
                wal.writeTo(folder);
                WalEnd end = tail.catchUp(record -> seen.add(record.lsn()));
                assertThat(end.endLsnExclusive()).isEqualTo(wal.last().endLsn());
                assertThat(end.lastRecordStart()).isEqualTo(wal.last().lsn());
            }
        }
        assertThat(seen)
                .containsExactlyElementsOf(wal.records().stream().map(Written::lsn).toList());
    }

    @Test
    void endsAtTheSameRecordWhereverATailOfRandomRecordsIsTorn() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        wal.append(100);
        while (wal.last().endLsn().isBefore(new Lsn((2L << 20) - 60_000))) {
            wal.append(1 + random.nextInt(random.nextInt(5) == 0 ? 30_000 : 300));
        }
        List<Written> all = List.copyOf(wal.records());
        for (int round = 0; round < 60; round++) {
            Lsn torn = HandMadeWal.START.plus(1000 + random.nextInt(900_000));
            HandMadeWal copy = new HandMadeWal(4);
            System.arraycopy(wal.image(), 0, copy.image(), 0, wal.image().length);
            copy.zeroFrom(torn);
            Files.write(
                    folder.resolve(HandMadeWal.SEGMENTS.nameOf(1)),
                    Arrays.copyOf(copy.image(), HandMadeWal.SEGMENT_BYTES));
            Written last =
                    all.stream()
                            .filter(written -> !dataEnd(written).isAfter(torn))
                            .reduce((a, b) -> b)
                            .orElseThrow();
            WalEnd end = end();
            assertThat(end.lastRecordStart())
                    .as("seed %d, torn at %s", seed, torn)
                    .isEqualTo(last.lsn());
            assertThat(end.endLsnExclusive()).isEqualTo(last.endLsn());
        }
    }

    /** The end of a record without its alignment, which is zero anyway. */
    private static Lsn dataEnd(Written written) {
        int padding = -written.length() & 7;
        return written.endLsn().plus(-padding);
    }

    @Test
    void roundsDownToTheEndOfARecord() throws Exception {
        wal.append(100);
        wal.append(10_000);
        Written last = wal.append(100);
        wal.writeTo(folder);
        WalFolder walFolder = HandMadeWal.walIn(folder);
        for (long at = last.endLsn().value(); at > HandMadeWal.START.value() + 200; at -= 29) {
            Lsn position = new Lsn(at);
            Written before =
                    wal.records().stream()
                            .filter(written -> !written.endLsn().isAfter(position))
                            .reduce((a, b) -> b)
                            .orElseThrow();
            WalEnd end = WalWalker.roundDown(walFolder, HandMadeWal.START, position);
            assertThat(end).isEqualTo(endAfter(before, WalStop.LIMIT));
        }
        assertThat(
                        WalWalker.roundDown(walFolder, HandMadeWal.START, last.endLsn().plus(8))
                                .reason())
                .isEqualTo(WalStop.ZEROS);
    }

    @Test
    void findsTheFirstRecordFromAnywhere() throws Exception {
        wal.append(100);
        wal.append(20_000);
        wal.append(300);
        wal.append(30);
        wal.writeTo(folder);
        for (long at = HandMadeWal.START.value();
                at <= wal.last().lsn().value();
                at += at % 97 == 0 ? 1 : 17) {
            Lsn position = new Lsn(at);
            Lsn expected =
                    wal.records().stream()
                            .map(Written::lsn)
                            .filter(lsn -> !lsn.isBefore(position))
                            .findFirst()
                            .orElseThrow();
            try (WalWalker walker =
                    WalWalker.openAtFirstRecord(HandMadeWal.walIn(folder), position)) {
                WalRecord record = Objects.requireNonNull(walker.next());
                assertThat(record.lsn()).as("from %s", position).isEqualTo(expected);
            }
        }
    }

    @Test
    void refusesToBeginInTheMiddleOfARecord() throws Exception {
        wal.append(20_000);
        wal.writeTo(folder);
        WalEnd end =
                WalWalker.findEnd(folder, HandMadeWal.SEGMENT_BYTES, HandMadeWal.START.plus(8192));
        assertThat(end.reason()).isEqualTo(WalStop.NOT_A_RECORD);
    }

    @Test
    void checksGiantsButKeepsOnlyTheirBegin() throws Exception {
        HandMadeWal large = new HandMadeWal(40);
        large.append(100);
        Written giant = large.append(36 << 20);
        Written last = large.append(100);
        large.writeTo(folder);
        try (WalWalker walker = WalWalker.open(HandMadeWal.walIn(folder), HandMadeWal.START)) {
            walker.next();
            WalRecord record = Objects.requireNonNull(walker.next());
            assertThat(record.totalLength()).isEqualTo(giant.length());
            assertThat(record.mainDataLength()).isEqualTo(36 << 20);
            assertThatThrownBy(record::mainData).isInstanceOf(IllegalStateException.class);
            WalRecord behind = Objects.requireNonNull(walker.next());
            assertThat(behind.lsn()).isEqualTo(last.lsn());
        }
        large.flip(giant.endLsn().plus(-5000));
        large.writeTo(folder);
        assertThat(end().reason()).isEqualTo(WalStop.WRONG_CHECKSUM);
    }

    private List<WalRecord> readAll() throws IOException {
        List<WalRecord> read = new ArrayList<>();
        try (WalWalker walker = WalWalker.open(HandMadeWal.walIn(folder), HandMadeWal.START)) {
            for (WalRecord record = walker.next(); record != null; record = walker.next()) {
                read.add(record);
            }
        }
        return read;
    }

    private WalEnd end() throws IOException {
        return WalWalker.findEnd(folder, HandMadeWal.SEGMENT_BYTES, HandMadeWal.START);
    }

    private static WalEnd endAfter(Written last, WalStop reason) {
        return new WalEnd(last.endLsn(), last.lsn(), last.endLsn(), reason);
    }
}
