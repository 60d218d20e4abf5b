package dev.cambium.engine.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.wal.HandMadeWal.Written;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

class WalCutTest {

    @TempDir Path folder;

    private final HandMadeWal wal = new HandMadeWal(4);
    private Path source;
    private Path target;
    private WalFolder walFolder;

    @BeforeEach
    void writeThreeSegments() throws IOException {
        Random random = new Random(7);
        wal.append(100);
        while (wal.last().endLsn().isBefore(new Lsn((3L << 20) + 500_000))) {
            wal.append(1 + random.nextInt(20_000));
        }
        source = folder.resolve("source");
        target = folder.resolve("target");
        wal.writeTo(source);
        walFolder = HandMadeWal.walIn(source);
    }

    @Test
    void linksFinishedSegmentsAndCopiesTheLastWithZerosBehindTheCut() throws Exception {
        Written last = recordEndingBefore(new Lsn((3L << 20) + 300_000));
        WalEnd end = WalCut.cut(walFolder, HandMadeWal.START, last.endLsn().plus(5), target);
        assertThat(end.endLsnExclusive()).isEqualTo(last.endLsn());
        assertThat(end.lastRecordStart()).isEqualTo(last.lsn());
        assertThat(names(target))
                .containsExactly(
                        HandMadeWal.SEGMENTS.nameOf(1),
                        HandMadeWal.SEGMENTS.nameOf(2),
                        HandMadeWal.SEGMENTS.nameOf(3),
                        "archive_status",
                        "summaries");
        assertThat(links(target, 1)).isEqualTo(2);
        assertThat(links(target, 2)).isEqualTo(2);
        assertThat(links(target, 3)).isEqualTo(1);
        int kept = (int) last.endLsn().minus(new Lsn(3L << 20));
        byte[] cut = Files.readAllBytes(target.resolve(HandMadeWal.SEGMENTS.nameOf(3)));
        byte[] whole = Files.readAllBytes(source.resolve(HandMadeWal.SEGMENTS.nameOf(3)));
        assertThat(cut).hasSize(1 << 20);
        assertThat(Arrays.equals(cut, 0, kept, whole, 0, kept)).isTrue();
        assertThat(Arrays.equals(cut, kept, cut.length, new byte[1 << 20], kept, cut.length))
                .isTrue();
        assertThat(WalWalker.findEnd(target, 1 << 20, HandMadeWal.START).endLsnExclusive())
                .isEqualTo(last.endLsn());
        assertThat(WalCut.shared(target, HandMadeWal.SEGMENTS, last.endLsn())).isEmpty();
        assertThat(WalCut.shared(target, HandMadeWal.SEGMENTS, new Lsn(3L << 20)))
                .containsExactly(target.resolve(HandMadeWal.SEGMENTS.nameOf(2)));
    }

    @Test
    void ownsTheSegmentThatEndsExactlyAtTheCut() throws Exception {
        HandMadeWal switched = new HandMadeWal(4);
        switched.append(100);
        switched.switchSegment();
        switched.append(100);
        Written last = switched.switchSegment();
        switched.append(100);
        Path other = folder.resolve("switched");
        switched.writeTo(other);
        WalEnd end = WalCut.cut(HandMadeWal.walIn(other), HandMadeWal.START, last.endLsn(), target);
        assertThat(end.endLsnExclusive()).isEqualTo(new Lsn(3L << 20));
        assertThat(links(target, 1)).isEqualTo(2);
        assertThat(links(target, 2)).isEqualTo(1);
        assertThat(HandMadeWal.SEGMENTS.list(target)).hasSize(2);
    }

    @Test
    void refusesAPlaceBeyondTheWalAndLeavesNothing() throws Exception {
        assertThatThrownBy(
                        () ->
                                WalCut.cut(
                                        walFolder,
                                        HandMadeWal.START,
                                        wal.last().endLsn().plus(8),
                                        target))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(wal.last().endLsn().toString());
        assertThat(target).doesNotExist();
    }

    @Test
    void refusesAPlaceBeforeTheFirstRecordToReplay() {
        assertThatThrownBy(
                        () ->
                                WalCut.cut(
                                        walFolder,
                                        wal.records().get(5).lsn(),
                                        wal.records().get(5).endLsn().plus(-8),
                                        target))
                .isInstanceOf(IllegalStateException.class);
        assertThat(target).doesNotExist();
    }

    @Test
    void takesAwayWhatItMadeWhenASegmentIsMissing() throws Exception {
        WalEnd end = WalWalker.roundDown(walFolder, HandMadeWal.START, wal.last().endLsn());
        Files.delete(source.resolve(HandMadeWal.SEGMENTS.nameOf(2)));
        assertThatThrownBy(() -> WalCut.cut(walFolder, HandMadeWal.START, end, target))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("needed");
        assertThat(HandMadeWal.SEGMENTS.list(target)).isEmpty();
    }

    @Test
    void refusesAFolderThatHoldsSegments() throws Exception {
        WalCut.cut(walFolder, HandMadeWal.START, wal.last().endLsn(), target);
        byte[] before = Files.readAllBytes(target.resolve(HandMadeWal.SEGMENTS.nameOf(3)));
        assertThatThrownBy(
                        () ->
                                WalCut.cut(
                                        walFolder,
                                        HandMadeWal.START,
                                        wal.records().get(9).endLsn(),
                                        target))
                .isInstanceOf(IllegalStateException.class);
        assertThat(Files.readAllBytes(target.resolve(HandMadeWal.SEGMENTS.nameOf(3))))
                .isEqualTo(before);
    }

    @Test
    void leavesOutWhatRecoveryDoesNotReadOfItsOnlySegment() throws Exception {
        Written redo = recordEndingBefore(new Lsn((3L << 20) + 300_000));
        Written last = recordEndingBefore(new Lsn((3L << 20) + 400_000));
        WalCut.cut(walFolder, redo.lsn(), last.endLsn(), target);
        assertThat(HandMadeWal.SEGMENTS.list(target)).hasSize(1);
        int kept = (int) redo.lsn().minus(new Lsn(3L << 20)) / 8192 * 8192;
        int end = (int) last.endLsn().minus(new Lsn(3L << 20));
        byte[] cut = Files.readAllBytes(target.resolve(HandMadeWal.SEGMENTS.nameOf(3)));
        byte[] whole = Files.readAllBytes(source.resolve(HandMadeWal.SEGMENTS.nameOf(3)));
        assertThat(Arrays.equals(cut, 0, 8192, whole, 0, 8192)).isTrue();
        assertThat(Arrays.equals(cut, 8192, kept, new byte[1 << 20], 8192, kept)).isTrue();
        assertThat(Arrays.equals(cut, kept, end, whole, kept, end)).isTrue();
        assertThat(Arrays.equals(cut, end, 1 << 20, new byte[1 << 20], end, 1 << 20)).isTrue();
        assertThat(WalWalker.findEnd(target, 1 << 20, redo.lsn()).endLsnExclusive())
                .isEqualTo(last.endLsn());
    }

    @Test
    void isReadFromBehindItsHoleAlsoWhenItIsCutAgain() throws Exception {
        Written redo = recordEndingBefore(new Lsn((3L << 20) + 300_000));
        Written last = recordEndingBefore(new Lsn((3L << 20) + 400_000));
        WalCut.cut(walFolder, redo.lsn(), last.endLsn(), target);
        assertThat(firstBehindHole(target, last.endLsn())).isEqualTo(firstOnPageOf(redo));
        Written later = recordEndingBefore(new Lsn((3L << 20) + 350_000));
        Path grandchild = folder.resolve("grandchild");
        WalCut.cut(HandMadeWal.walIn(target), later.lsn(), last.endLsn(), grandchild);
        assertThat(firstBehindHole(grandchild, last.endLsn())).isEqualTo(firstOnPageOf(later));
        assertThat(WalWalker.findEnd(grandchild, 1 << 20, later.lsn()).endLsnExclusive())
                .isEqualTo(last.endLsn());
    }

    @Test
    void isReadFromItsBeginWhereNothingWasLeftOut() throws Exception {
        WalCut.cut(walFolder, HandMadeWal.START, wal.last().endLsn(), target);
        assertThat(firstBehindHole(target, wal.last().endLsn()))
                .isEqualTo(wal.records().getFirst().lsn());
    }

    @Test
    void takesEmptyPagesBehindTheCutForTheEnd() throws Exception {
        HandMadeWal torn = new HandMadeWal(1);
        Written whole = torn.append(100);
        while (torn.last().endLsn().isBefore(HandMadeWal.START.plus(100_000))) {
            torn.append(3000);
        }
        torn.writeTo(source);
        Path segment = source.resolve(HandMadeWal.SEGMENTS.nameOf(1));
        byte[] bytes = Files.readAllBytes(segment);
        Arrays.fill(bytes, 8192, 50_000, (byte) 0);
        Files.write(segment, bytes);
        assertThat(firstBehindHole(source, whole.endLsn())).isEqualTo(whole.lsn());
    }

    private static Lsn firstBehindHole(Path folder, Lsn birth) throws IOException {
        Lsn first = HandMadeWal.SEGMENTS.list(folder).getFirst().start();
        try (WalWalker walker = WalWalker.openBehindHole(HandMadeWal.walIn(folder), first, birth)) {
            return Objects.requireNonNull(walker.next()).lsn();
        }
    }

    private Lsn firstOnPageOf(Written record) {
        Lsn page = new Lsn(record.lsn().value() / 8192 * 8192);
        return wal.records().stream()
                .map(Written::lsn)
                .filter(lsn -> !lsn.isBefore(page))
                .findFirst()
                .orElseThrow();
    }

    private Written recordEndingBefore(Lsn lsn) {
        return wal.records().stream()
                .filter(record -> record.endLsn().isBefore(lsn))
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    private static int links(Path folder, long segment) throws IOException {
        return (int)
                Files.getAttribute(
                        folder.resolve(HandMadeWal.SEGMENTS.nameOf(segment)), "unix:nlink");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
