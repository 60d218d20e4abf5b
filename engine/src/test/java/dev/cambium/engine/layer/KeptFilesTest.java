package dev.cambium.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.page.SealId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A data file that somebody deletes or shortens by hand is missed, and no other ever is. */
@SuppressWarnings("NullAway") // what is looked up was put in before
class KeptFilesTest extends StoreFixture {

    /** A sealed layer with an old table below an open one that has nothing yet. */
    @BeforeEach
    void sealAnOldTable() throws Exception {
        main.write(table, 0, filled(30_000, 1));
        store.seal(MAIN, SEAL);
        store.settle();
    }

    // ---- after a clean stop

    @Test
    void fileDeletedFromAnOpenLayerIsMissedAndNothingIsTouched() throws Exception {
        main.write(table, 0, filled(20_000, 2));
        store.close();
        Path aside = Files.move(dataFile(SECOND), folder.resolve("aside"));
        Map<String, String> before = everything();

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(UnreadableFileException.Corrupt.class)
                    .hasMessageContaining(dataFile(SECOND).toString())
                    .hasMessageContaining("missing from layer " + SECOND)
                    .hasMessageContaining("Put it back");
        }
        assertThat(everything()).isEqualTo(before);
        Files.move(aside, dataFile(SECOND));
        open();
        assertThat(content()).startsWith(filled(20_000, 2).array()).hasSize(30_000);
    }

    @Test
    void fileThatIsShorterThanAtTheStopIsMissed() throws Exception {
        main.write(table, 0, filled(20_000, 2));
        store.close();
        byte[] whole = Files.readAllBytes(dataFile(SECOND));
        Files.write(dataFile(SECOND), Arrays.copyOf(whole, 8192));

        assertThatThrownBy(this::open)
                .isInstanceOf(UnreadableFileException.Corrupt.class)
                .hasMessageContaining(dataFile(SECOND).toString())
                .hasMessageContaining("8192")
                .hasMessageContaining("24576");
        Files.write(dataFile(SECOND), whole);
        open();
    }

    @Test
    void stopNotesALengthOnlyIfItChanged() throws Exception {
        main.write(table, 0, filled(20_000, 2));
        restart();
        long size = Files.size(logFile(SECOND));
        restart();
        assertThat(Files.size(logFile(SECOND))).isEqualTo(size);
        main.write(table, 0, filled(25_000, 3));
        restart();
        assertThat(Files.size(logFile(SECOND))).isGreaterThan(size);
    }

    /** No harm is done: the home is whole, only its note is not. */
    @Test
    void tornNoteIsCutOff() throws Exception {
        main.write(table, 0, filled(20_000, 2));
        store.close();
        try (RandomAccessFile log = new RandomAccessFile(logFile(SECOND).toFile(), "rw")) {
            log.setLength(log.length() - 3);
        }
        open();

        assertThat(content()).startsWith(filled(20_000, 2).array());
        store.close();
        Files.delete(dataFile(SECOND));
        assertMissed(dataFile(SECOND));
    }

    // ---- after a crash

    @Test
    void fileThatWasSyncedIsMissedAfterACrash() throws Exception {
        main.write(table, 0, filled(20_000, 2));
        main.sync(table);
        store.abandon();
        Files.delete(dataFile(SECOND));

        assertMissed(dataFile(SECOND));
    }

    @Test
    void syncOfTheControlFileNotesEveryFile() throws Exception {
        main.write(table, 0, filled(20_000, 2));
        main.sync(main.names().find("global/pg_control"));
        store.abandon();
        Files.delete(dataFile(SECOND));

        assertMissed(dataFile(SECOND));
    }

    /** A loss of power leaves the same; Postgres writes it again from its WAL. */
    @Test
    void fileThatWasNeverSyncedMayBeGoneAfterACrash() throws Exception {
        main.write(table, 0, filled(20_000, 2));
        store.abandon();
        Files.delete(dataFile(SECOND));
        open();

        assertThat(content()).isEqualTo(filled(30_000, 1).array());
    }

    @Test
    void lengthMayBeLessAfterACrashThanItWasBefore() throws Exception {
        main.write(table, 0, filled(8192, 2));
        main.sync(table);
        main.write(table, 8192, filled(8192, 2));
        store.abandon();
        try (RandomAccessFile file = new RandomAccessFile(dataFile(SECOND).toFile(), "rw")) {
            file.setLength(8192);
        }
        open();

        assertThat(content()).startsWith(filled(8192, 2).array());
    }

    // ---- sealed layers

    @Test
    void fileOfASealedLayerWithoutAnIndexIsMissed() throws Exception {
        main.write(table, 0, filled(20_000, 2));
        main.sync(table);
        sealWithoutIndex();
        main.write(table, 0, filled(8192, 3));
        main.sync(table);
        store.abandon();
        assertThat(dataFile(SECOND).resolveSibling(PresenceIndex.FILE)).doesNotExist();
        Path aside = Files.move(dataFile(SECOND), folder.resolve("aside"));

        assertMissed(dataFile(SECOND));
        Files.move(aside, dataFile(SECOND));
        open();
        assertThat(content()).startsWith(filled(8192, 3).array());
    }

    @Test
    void sealedLogTakesNoNoteBehindItsSeal() throws Exception {
        main.write(table, 0, filled(20_000, 2));
        sealWithoutIndex();
        long size = Files.size(logFile(SECOND));
        main.sync(table);
        main.sync(main.names().find("global/pg_control"));

        assertThat(Files.size(logFile(SECOND))).isEqualTo(size);
        crash();
        assertThat(content()).startsWith(filled(20_000, 2).array());
    }

    @Test
    void fileIsMissedThoughTheIndexIsDamaged() throws Exception {
        store.close();
        Files.write(home.resolve("layers").resolve(FIRST).resolve("presence"), new byte[3]);
        open();
        assertThat(content()).isEqualTo(filled(30_000, 1).array());
        store.close();
        Files.write(home.resolve("layers").resolve(FIRST).resolve("presence"), new byte[3]);
        Path control = home.resolve("layers").resolve(FIRST).resolve("3.blocks");
        Files.delete(control);

        assertMissed(control);
    }

    // ---- what may go

    @Test
    void fileUnlinkedThroughTheStoreIsNotMissed() throws Exception {
        main.write(table, 0, filled(20_000, 2));
        restart();
        main.unlink(TimelineFiles.ROOT, "table");
        store.settle();
        assertThat(dataFile(SECOND)).doesNotExist();
        crash();
        assertThatThrownBy(() -> main.lookup(TimelineFiles.ROOT, "table"))
                .isInstanceOf(FileError.class);
    }

    @Test
    void fileReplacedThroughTheStoreIsNotMissed() throws Exception {
        main.write(table, 0, filled(20_000, 2));
        restart();
        long fresh = main.create(TimelineFiles.ROOT, "fresh", 0600).node();
        main.forget(fresh, 1);
        main.write(fresh, 0, filled(100, 3));
        main.rename(TimelineFiles.ROOT, "fresh", TimelineFiles.ROOT, "table", false);
        store.settle();
        assertThat(dataFile(SECOND)).doesNotExist();
        crash();
        assertThat(store.read(MAIN, "table")).isEqualTo(filled(100, 3).array());
    }

    @Test
    void fileCutThroughTheStoreMayBeShort() throws Exception {
        main.write(table, 0, filled(20_000, 2));
        restart();
        main.truncate(table, 5_000);
        crash();
        assertThat(content()).isEqualTo(filled(5_000, 2).array());
        restart();
        main.allocate(table, 9_000);
        crash();
        assertThat(content()).isEqualTo(Arrays.copyOf(filled(5_000, 2).array(), 9_000));
    }

    @Test
    void namelessFileIsNotMissedWhenTheStoreClosedBeforeItWasDeleted() throws Exception {
        main.write(table, 0, filled(20_000, 2));
        main.sync(table);
        main.lookup(TimelineFiles.ROOT, "table");
        main.unlink(TimelineFiles.ROOT, "table");
        store.close();
        assertThat(dataFile(SECOND)).exists();
        Files.delete(dataFile(SECOND));

        assertThatCode(this::open).doesNotThrowAnyException();
    }

    /** Else a loss of power brings the name back without the data. */
    @Test
    void lossOfTheNameIsOnDiskBeforeANamelessFileIsCut() throws Exception {
        main.write(table, 0, filled(20_000, 2));
        restart();
        main.lookup(TimelineFiles.ROOT, "table");
        main.unlink(TimelineFiles.ROOT, "table");
        disk.synced.clear();
        main.truncate(table, 0);

        assertThat(disk.hasSynced(SECOND, "log")).isTrue();
    }

    @Test
    void whatGoesWhileTheStoreClosesIsNotMissed() throws Exception {
        store.fork(SEAL, CHILD, folder);
        TimelineFiles child = store.timeline(CHILD);
        child.write(table, 0, filled(20_000, 3));
        child.sync(table);
        long other = main.create(TimelineFiles.ROOT, "other", 0600).node();
        main.forget(other, 1);
        main.write(other, 0, filled(20_000, 4));
        main.sync(other);
        main.write(table, 0, filled(20_000, 2));
        // The seal becomes durable, the data goes and the child's layers with it while closing.
        store.seal(MAIN, new SealId("sl-two"));
        main.unlink(TimelineFiles.ROOT, "other");
        store.delete(CHILD);
        store.discard(SEAL);
        restart();

        assertThat(store.timelines()).containsExactly(MAIN);
        assertThat(content()).startsWith(filled(20_000, 2).array());
        assertThat(store.read(new SealId("sl-two"), "other")).isEqualTo(filled(20_000, 4).array());
    }

    // ---- notes that cannot be written

    @Test
    void fullDiskDoesNotFailASyncForItsNote() throws Exception {
        main.write(table, 0, filled(20_000, 2));
        disk.bytesLeft.set(3);
        main.sync(table);
        disk.bytesLeft.set(Long.MAX_VALUE);
        main.sync(table);
        store.abandon();
        Files.delete(dataFile(SECOND));

        assertMissed(dataFile(SECOND));
    }

    @Test
    void fullDiskDoesNotFailAStop() throws Exception {
        main.write(table, 0, filled(20_000, 2));
        disk.bytesLeft.set(3);
        store.close();
        disk.bytesLeft.set(Long.MAX_VALUE);
        open();

        assertThat(content()).startsWith(filled(20_000, 2).array());
    }

    @Test
    void logOfTheFirstVersionTakesNoNotesAndGoesOn() throws Exception {
        store.abandon();
        try (RandomAccessFile log = new RandomAccessFile(logFile(SECOND).toFile(), "rw")) {
            log.write(new LayerHeader(1, new LayerId(2), 1, MAIN.value()).encode());
        }
        open();
        main.write(table, 0, filled(20_000, 2));
        main.mkdir(TimelineFiles.ROOT, "folder", 0700);
        restart();

        assertThat(content()).startsWith(filled(20_000, 2).array());
        assertThat(LayerLog.read(logFile(SECOND)).header().version()).isEqualTo(1);
        assertThat(LayerLog.read(logFile(SECOND)).changes())
                .hasExactlyElementsOfTypes(NameChange.CreateFolder.class);
    }

    // ---- how

    private void assertMissed(Path file) {
        assertThatThrownBy(this::open)
                .isInstanceOf(UnreadableFileException.Corrupt.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("missing");
    }

    /** A seal whose work in the background never began. */
    private void sealWithoutIndex() throws IOException {
        Layer successor =
                new LayerFactory(new LayerFolder(home), store.channels(), disk)
                        .make(main.stack().top(), MAIN);
        main.seal(successor, false);
    }

    private void restart() throws IOException {
        store.close();
        open();
    }

    private Path logFile(String layer) {
        return home.resolve("layers").resolve(layer).resolve(Layer.LOG);
    }

    /** Every file of the store and what is in it. */
    private Map<String, String> everything() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(home)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                all.put(path.toString(), Arrays.toString(Files.readAllBytes(path)));
            }
        }
        return all;
    }

    private byte[] content() throws IOException {
        return store.read(MAIN, "table");
    }
}
