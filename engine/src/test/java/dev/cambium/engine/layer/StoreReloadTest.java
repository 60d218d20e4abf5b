package dev.cambium.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What a store that was let go in the middle finds when it is opened again. */
@SuppressWarnings("NullAway") // what is looked up was put in before
class StoreReloadTest extends StoreFixture {

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
}
