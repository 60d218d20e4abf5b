package dev.cambium.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cambium.engine.layer.FileError.Reason;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.posix.SparseFile;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Each rule of the description of this package, by name. */
@SuppressWarnings("NullAway") // what is looked up was put in before
class LayerStoreTest {

    private static final TimelineId MAIN = new TimelineId("tl-main");
    private static final TimelineId CHILD = new TimelineId("tl-child");
    private static final SealId SEAL = new SealId("sl-one");
    private static final String FIRST = "000000000001";
    private static final String SECOND = "000000000002";

    @TempDir Path folder;

    private final ForgetfulDisk disk = new ForgetfulDisk();
    private LayerStore store;
    private TimelineFiles main;
    private long table;

    @BeforeEach
    void createTimeline() throws Exception {
        Path source = Files.createDirectories(folder.resolve("source/global"));
        Files.write(source.resolve("pg_control"), new byte[8192]);
        Files.createDirectories(folder.resolve("wal"));
        store = LayerStore.open(folder.resolve("home"), disk, 100);
        store.create(MAIN, folder.resolve("source"), folder.resolve("wal"));
        main = store.timeline(MAIN);
        table = main.create(TimelineFiles.ROOT, "table", 0600).node();
        main.forget(table, 1);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    // ---- truncation

    @Test
    void truncateAndExtendDoesNotBringBackOldBytes() throws Exception {
        main.write(table, 0, filled(40_000, 1));
        store.seal(MAIN, SEAL);
        main.truncate(table, 10_000);
        main.allocate(table, 40_000);

        byte[] expected = Arrays.copyOf(filled(40_000, 1).array(), 10_000);
        assertThat(content(main)).isEqualTo(Arrays.copyOf(expected, 40_000));
        crash();
        assertThat(content(main)).isEqualTo(Arrays.copyOf(expected, 40_000));
        assertThat(store.read(SEAL, "table")).isEqualTo(filled(40_000, 1).array());
    }

    @Test
    void partOfABlockIsZeroBehindATruncation() throws Exception {
        main.write(table, 0, filled(8192, 1));
        main.truncate(table, 4096);
        main.allocate(table, 8192);

        byte[] expected = Arrays.copyOf(filled(4096, 1).array(), 8192);
        assertThat(content(main)).isEqualTo(expected);
        crash();
        assertThat(content(main)).isEqualTo(expected);
    }

    @Test
    void truncationIsRepeatedWhenOnlyItsIntentWasLogged() throws Exception {
        main.write(table, 0, filled(30_000, 1));
        main.logChange(new NameChange.Truncate(table, 9_000));
        crash();

        assertThat(content(main)).isEqualTo(filled(9_000, 1).array());
        main.allocate(table, 30_000);
        crash();
        assertThat(content(main)).isEqualTo(Arrays.copyOf(filled(9_000, 1).array(), 30_000));
    }

    @Test
    void truncationDestroysNothingBeforeItsIntentIsOnDisk() throws Exception {
        main.write(table, 0, filled(30_000, 1));
        disk.synced.clear();
        main.truncate(table, 0);

        assertThat(disk.hasSynced(FIRST, "log")).isTrue();
    }

    // ---- crash

    @Test
    void halfABlockIsCompletedFromTheLayerBelow() throws Exception {
        main.write(table, 0, filled(3 * 8192, 1));
        store.seal(MAIN, SEAL);
        main.write(table, 0, filled(8192, 2));
        Path data = dataFile(SECOND);
        store.abandon();
        // What a kill in the middle of a write leaves: the second half of block 1, no first half.
        try (RandomAccessFile file = new RandomAccessFile(data.toFile(), "rw")) {
            file.seek(8192 + 4096);
            file.write(filled(4096, 3).array());
        }
        open();

        byte[] expected = filled(3 * 8192, 1).array();
        Arrays.fill(expected, 0, 8192, (byte) 2);
        Arrays.fill(expected, 8192 + 4096, 2 * 8192, (byte) 3);
        assertThat(content(main)).isEqualTo(expected);
    }

    @Test
    void halfABlockAtTheFrontIsCompletedToo() throws Exception {
        main.write(table, 0, filled(3 * 8192, 1));
        store.seal(MAIN, SEAL);
        main.write(table, 2 * 8192, filled(8192, 2));
        Path data = dataFile(SECOND);
        store.abandon();
        try (RandomAccessFile file = new RandomAccessFile(data.toFile(), "rw")) {
            file.write(filled(4096, 3).array());
        }
        open();

        byte[] expected = filled(3 * 8192, 1).array();
        Arrays.fill(expected, 0, 4096, (byte) 3);
        Arrays.fill(expected, 2 * 8192, 3 * 8192, (byte) 2);
        assertThat(content(main)).isEqualTo(expected);
    }

    @Test
    void tornTailOfALogIsCutAndTheLogGoesOn() throws Exception {
        Path log = folder.resolve("home/layers").resolve(FIRST).resolve("log");
        long whole = Files.size(log);
        main.mkdir(TimelineFiles.ROOT, "torn", 0700);
        store.abandon();
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.setLength(file.length() - 3);
        }
        open();

        assertThat(Files.size(log)).isEqualTo(whole);
        assertThatThrownBy(() -> main.lookup(TimelineFiles.ROOT, "torn"))
                .isInstanceOf(FileError.class);
        long again = main.mkdir(TimelineFiles.ROOT, "again", 0700).node();
        crash();
        assertThat(main.lookup(TimelineFiles.ROOT, "again").node()).isEqualTo(again);
    }

    @Test
    void dataOfAFileThatNoLogKnowsIsDeleted() throws Exception {
        Path orphan = folder.resolve("home/layers").resolve(FIRST).resolve("3e8.blocks");
        store.abandon();
        Files.write(orphan, new byte[8192]);
        open();

        assertThat(orphan).doesNotExist();
    }

    @Test
    void sealWhoseManifestWasNotWrittenLeavesTheTimelineWhole() throws Exception {
        main.write(table, 0, filled(9_000, 1));
        store.seal(MAIN, SEAL);
        main.write(table, 0, filled(9_000, 2));
        store.abandon();
        Files.delete(folder.resolve("home/seals/sl-one"));
        open();

        assertThat(content(main)).isEqualTo(filled(9_000, 2).array());
        assertThat(store.seals()).isEmpty();
    }

    @Test
    void sealedTimelineWithoutASuccessorGetsANewLayer() throws Exception {
        main.write(table, 0, filled(9_000, 1));
        store.seal(MAIN, SEAL);
        store.abandon();
        LayerFolder.delete(folder.resolve("home/layers").resolve(SECOND));
        Files.write(folder.resolve("home/timelines/tl-main.tmp"), new byte[3]);
        new TimelineManifest(new LayerId(1), folder.resolve("wal"))
                .write(folder.resolve("home/timelines/tl-main"), Disk.REAL);
        open();

        assertThat(content(main)).isEqualTo(filled(9_000, 1).array());
        main.write(table, 0, filled(9_000, 2));
        crash();
        assertThat(content(main)).isEqualTo(filled(9_000, 2).array());
        assertThat(store.read(SEAL, "table")).isEqualTo(filled(9_000, 1).array());
        assertThat(folder.resolve("home/timelines/tl-main.tmp")).doesNotExist();
    }

    @Test
    void layersThatNothingReachesAreDeletedWhenTheStoreOpens() throws Exception {
        Path rubbish = Files.createDirectories(folder.resolve("home/layers/00000000abcd"));
        Files.write(rubbish.resolve("log"), new byte[5]);
        crash();

        assertThat(rubbish).doesNotExist();
    }

    @Test
    void damagedManifestIsAnErrorAndNothingIsDeleted() throws Exception {
        store.abandon();
        Path manifest = folder.resolve("home/timelines/tl-main");
        byte[] bytes = Files.readAllBytes(manifest);
        bytes[20] ^= 1;
        Files.write(manifest, bytes);

        assertThatThrownBy(this::open).isInstanceOf(UnreadableFileException.Corrupt.class);
        assertThat(folder.resolve("home/layers").resolve(FIRST)).exists();
        bytes[20] ^= 1;
        Files.write(manifest, bytes);
        open();
    }

    @Test
    void newerFormatIsRefusedAsSuch() throws Exception {
        store.abandon();
        Path manifest = folder.resolve("home/timelines/tl-main");
        byte[] bytes = Files.readAllBytes(manifest);
        bytes[11]++;
        Files.write(manifest, bytes);

        assertThatThrownBy(this::open).isInstanceOf(UnreadableFileException.TooNew.class);
        bytes[11]--;
        Files.write(manifest, bytes);
        open();
    }

    @Test
    void secondEngineIsRefused() {
        assertThatThrownBy(() -> LayerStore.open(folder.resolve("home")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another engine");
    }

    // ---- durability

    @Test
    void syncAfterASealReachesWhatWasWrittenBefore() throws Exception {
        main.write(table, 0, filled(8192, 1));
        // Without its background work: the sealed layer is not durable yet.
        disk.synced.clear();
        Layer successor =
                new LayerFactory(new LayerFolder(folder.resolve("home")), store.channels(), disk)
                        .make(main.stack().top(), MAIN);
        main.seal(successor, false);
        main.sync(table);

        assertThat(disk.hasSynced(FIRST, Long.toHexString(table) + ".blocks")).isTrue();
        assertThat(disk.hasSynced(FIRST, "log")).isTrue();
    }

    @Test
    void syncOfTheControlFileSyncsEveryFile() throws Exception {
        store.seal(MAIN, SEAL);
        store.settle();
        main.write(table, 0, filled(8192, 1));
        long other = main.create(TimelineFiles.ROOT, "other", 0600).node();
        main.write(other, 0, filled(100, 1));
        disk.synced.clear();
        main.sync(main.names().find("global/pg_control"));

        assertThat(disk.hasSynced(SECOND, Long.toHexString(table) + ".blocks")).isTrue();
        assertThat(disk.hasSynced(SECOND, Long.toHexString(other) + ".blocks")).isTrue();
        assertThat(main.stack().top().hasDirtyFiles()).isFalse();
    }

    @Test
    void syncOfACleanFileCostsNothing() throws Exception {
        main.write(table, 0, filled(8192, 1));
        main.sync(table);
        disk.synced.clear();
        main.sync(table);

        assertThat(disk.synced).isEmpty();
    }

    @Test
    void sealedLayerBecomesDurableInTheBackground() throws Exception {
        main.write(table, 0, filled(8192, 1));
        store.seal(MAIN, SEAL);
        store.settle();

        assertThat(folder.resolve("home/layers").resolve(FIRST).resolve("presence")).exists();
        crash();
        assertThat(main.stack().top().parent().state()).isEqualTo(Layer.State.DURABLE);
        assertThat(content(main)).isEqualTo(filled(8192, 1).array());
    }

    @Test
    void sealWithoutAnyChangeNeedsNoNewLayer() throws Exception {
        store.seal(MAIN, SEAL);
        store.seal(MAIN, new SealId("sl-two"));

        assertThat(store.layerIds()).hasSize(2);
        assertThat(store.read(new SealId("sl-two"), "global/pg_control")).hasSize(8192);
    }

    @Test
    void longChainsGetASnapshotOfTheirNames() throws Exception {
        for (int i = 0; i < 70; i++) {
            main.mkdir(TimelineFiles.ROOT, "folder" + i, 0700);
            store.seal(MAIN, new SealId("sl-" + i));
        }
        store.settle();
        long snapshots =
                store.layerIds().stream()
                        .filter(
                                id ->
                                        Files.exists(
                                                folder.resolve("home/layers")
                                                        .resolve(id.folderName())
                                                        .resolve("names")))
                        .count();

        assertThat(snapshots).isEqualTo(2);
        crash();
        assertThat(main.list(TimelineFiles.ROOT)).hasSize(70 + 3);
    }

    // ---- deletion

    @Test
    void unlinkedFileIsReadUntilItIsForgotten() throws Exception {
        main.write(table, 0, filled(8192, 1));
        main.lookup(TimelineFiles.ROOT, "table");
        main.unlink(TimelineFiles.ROOT, "table");
        store.settle();
        ByteBuffer target = ByteBuffer.allocate(8192);

        assertThat(main.read(table, 0, target)).isEqualTo(8192);
        assertThat(target.array()).isEqualTo(filled(8192, 1).array());
        main.write(table, 8192, filled(8192, 2));
        main.truncate(table, 100);
        main.forget(table, 1);
        store.settle();
        assertThat(dataFile(FIRST)).doesNotExist();
    }

    @Test
    void dataOfAReplacedFileGoesOnlyAfterTheRenameIsOnDisk() throws Exception {
        main.write(table, 0, filled(8192, 1));
        long fresh = main.create(TimelineFiles.ROOT, "fresh", 0600).node();
        main.forget(fresh, 1);
        main.write(fresh, 0, filled(100, 2));
        disk.synced.clear();
        main.rename(TimelineFiles.ROOT, "fresh", TimelineFiles.ROOT, "table", false);
        store.settle();

        assertThat(disk.hasSynced(FIRST, "log")).isTrue();
        assertThat(dataFile(FIRST)).doesNotExist();
        assertThat(store.read(MAIN, "table")).isEqualTo(filled(100, 2).array());
    }

    @Test
    void unlinkingDoesNotTouchASeal() throws Exception {
        main.write(table, 0, filled(8192, 1));
        store.seal(MAIN, SEAL);
        main.unlink(TimelineFiles.ROOT, "table");
        store.settle();

        assertThat(store.read(SEAL, "table")).isEqualTo(filled(8192, 1).array());
        crash();
        assertThat(store.read(SEAL, "table")).isEqualTo(filled(8192, 1).array());
    }

    @Test
    void sharedLayersStayUntilTheLastUserGoes() throws Exception {
        main.write(table, 0, filled(8192, 1));
        store.seal(MAIN, SEAL);
        store.fork(SEAL, CHILD, folder.resolve("wal"));
        long shared = store.uniqueBytes(MAIN);
        store.delete(MAIN);
        store.discard(SEAL);

        assertThat(store.read(CHILD, "table")).isEqualTo(filled(8192, 1).array());
        assertThat(store.uniqueBytes(CHILD)).isGreaterThan(shared + 8192);
        store.delete(CHILD);
        assertThat(LayerFolder.list(folder.resolve("home/layers"))).isEmpty();
    }

    // ---- rules of names

    @Test
    void linksThatCouldLeaveTheTimelineAreRefused() {
        for (String target : new String[] {"/etc", "..", "../x", "a/../../b", ""}) {
            assertThatThrownBy(() -> main.symlink(TimelineFiles.ROOT, "link", target))
                    .as(target)
                    .isInstanceOfSatisfying(
                            FileError.class,
                            error -> assertThat(error.reason()).isEqualTo(Reason.NOT_ALLOWED));
        }
    }

    @Test
    void walLinkLeadsToTheFolderOfEachTimeline() throws Exception {
        store.seal(MAIN, SEAL);
        store.fork(SEAL, CHILD, folder.resolve("wal-of-child"));
        TimelineFiles child = store.timeline(CHILD);
        long link = main.lookup(TimelineFiles.ROOT, "pg_wal").node();

        assertThat(main.readLink(link)).isEqualTo(folder.resolve("wal").toString());
        assertThat(child.readLink(link)).isEqualTo(folder.resolve("wal-of-child").toString());
        assertThatThrownBy(() -> child.unlink(TimelineFiles.ROOT, "pg_wal"))
                .isInstanceOf(FileError.class);
        crash();
        assertThat(store.timeline(CHILD).readLink(link))
                .isEqualTo(folder.resolve("wal-of-child").toString());
    }

    @Test
    void foldersObeyTheUsualRules() throws Exception {
        long a = main.mkdir(TimelineFiles.ROOT, "a", 0700).node();
        long b = main.mkdir(a, "b", 0700).node();
        refused(Reason.NOT_EMPTY, () -> main.rmdir(TimelineFiles.ROOT, "a"));
        refused(Reason.IS_A_FOLDER, () -> main.unlink(TimelineFiles.ROOT, "a"));
        refused(Reason.NOT_A_FOLDER, () -> main.rmdir(TimelineFiles.ROOT, "table"));
        refused(Reason.EXISTS, () -> main.create(TimelineFiles.ROOT, "a", 0600));
        refused(Reason.INVALID, () -> main.rename(TimelineFiles.ROOT, "a", b, "c", false));
        refused(
                Reason.EXISTS,
                () -> main.rename(TimelineFiles.ROOT, "table", TimelineFiles.ROOT, "a", true));
        refused(
                Reason.IS_A_FOLDER,
                () -> main.rename(TimelineFiles.ROOT, "table", TimelineFiles.ROOT, "a", false));
        refused(Reason.NAME_TOO_LONG, () -> main.mkdir(a, "x".repeat(256), 0700));
        refused(Reason.TOO_BIG, () -> main.truncate(table, 1L << 50));
        main.rename(a, "b", TimelineFiles.ROOT, "c", false);
        main.rmdir(TimelineFiles.ROOT, "a");
        assertThat(main.lookup(TimelineFiles.ROOT, "c").node()).isEqualTo(b);
    }

    // ---- a full disk

    @Test
    void fullDiskLeavesTheFileAsItWas() throws Exception {
        main.write(table, 0, filled(20_000, 1));
        store.seal(MAIN, SEAL);
        disk.bytesLeft.set(10_000);
        assertThatThrownBy(() -> main.write(table, 4_000, filled(40_000, 2)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left");

        byte[] now = content(main);
        assertThat(now).hasSize(20_000);
        // Blocks that were written whole before the disk was full may be new; no other byte is.
        for (int i = 0; i < now.length; i++) {
            assertThat(now[i]).isEqualTo(i >= 4_000 && i < 8_192 && now[i] == 2 ? 2 : (byte) 1);
        }
        disk.bytesLeft.set(Long.MAX_VALUE);
        crash();
        assertThat(content(main)).isEqualTo(now);
        main.write(table, 4_000, filled(40_000, 2));
        assertThat(content(main)).hasSize(44_000);
    }

    @Test
    void fullDiskLeavesNoHalfRecord() throws Exception {
        disk.bytesLeft.set(11);
        assertThatThrownBy(() -> main.mkdir(TimelineFiles.ROOT, "folder", 0700))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> main.lookup(TimelineFiles.ROOT, "folder"))
                .isInstanceOf(FileError.class);
        disk.bytesLeft.set(Long.MAX_VALUE);
        main.mkdir(TimelineFiles.ROOT, "second", 0700);
        crash();

        assertThat(main.list(TimelineFiles.ROOT))
                .extracting(FolderEntry::name)
                .containsExactly("global", "pg_wal", "second", "table");
    }

    @Test
    void fullDiskDuringForkOrSealLeavesNothing() throws Exception {
        store.seal(MAIN, SEAL);
        store.settle();
        main.write(table, 0, filled(100, 1));
        for (long bytes : new long[] {0, 20, 40, 60, 80}) {
            disk.bytesLeft.set(bytes);
            assertThatThrownBy(() -> store.fork(SEAL, CHILD, folder.resolve("wal")))
                    .isInstanceOf(IOException.class);
            disk.bytesLeft.set(Long.MAX_VALUE);
            assertThat(store.timelines()).containsExactly(MAIN);
        }
        disk.bytesLeft.set(30);
        assertThatThrownBy(() -> store.seal(MAIN, new SealId("sl-two")))
                .isInstanceOf(IOException.class);
        disk.bytesLeft.set(Long.MAX_VALUE);
        store.fork(SEAL, CHILD, folder.resolve("wal"));
        store.seal(MAIN, new SealId("sl-two"));
        crash();
        assertThat(store.read(new SealId("sl-two"), "table")).isEqualTo(filled(100, 1).array());
        assertThat(store.timelines()).containsExactlyInAnyOrder(MAIN, CHILD);
    }

    // ---- open files

    @Test
    void onlySoManyFilesAreOpen() throws Exception {
        store.close();
        store = LayerStore.open(folder.resolve("home"), disk, 5);
        main = store.timeline(MAIN);
        long[] nodes = new long[40];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = main.create(TimelineFiles.ROOT, "file" + i, 0600).node();
            main.write(nodes[i], 0, ByteBuffer.wrap(("content " + i).getBytes(UTF_8)));
            assertThat(store.channels().openCount()).isLessThanOrEqualTo(6);
        }
        for (int i = 0; i < nodes.length; i++) {
            assertThat(new String(store.read(MAIN, "file" + i), UTF_8)).isEqualTo("content " + i);
        }
        assertThat(store.channels().openCount()).isLessThanOrEqualTo(6);
    }

    @Test
    void tailOfADataFileIsNotPadded() throws Exception {
        main.write(table, 0, filled(10_000, 1));

        assertThat(Files.size(dataFile(FIRST))).isEqualTo(10_000);
        try (SparseFile file = new SparseFile(dataFile(FIRST))) {
            assertThat(file.lengthBytes()).isEqualTo(10_000);
        }
    }

    private interface Refused {
        void run() throws IOException;
    }

    private static void refused(Reason reason, Refused call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        FileError.class, error -> assertThat(error.reason()).isEqualTo(reason));
    }

    private void crash() throws IOException {
        store.abandon();
        open();
    }

    private void open() throws IOException {
        store = LayerStore.open(folder.resolve("home"), disk, 100);
        main = store.timeline(MAIN);
    }

    private Path dataFile(String layer) {
        return folder.resolve("home/layers")
                .resolve(layer)
                .resolve(Long.toHexString(table) + ".blocks");
    }

    private byte[] content(TimelineFiles files) throws IOException {
        byte[] bytes = new byte[(int) files.status(table).sizeBytes()];
        assertThat(files.read(table, 0, ByteBuffer.wrap(bytes))).isEqualTo(bytes.length);
        return bytes;
    }

    private static ByteBuffer filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return ByteBuffer.wrap(bytes);
    }
}
