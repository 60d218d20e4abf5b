package dev.cambium.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.posix.AllocatedSpace;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Layers that become one, and timelines that are cut free: what is read stays what it was. */
@SuppressWarnings("NullAway") // what is looked up was put in before
class MergeTest extends StoreFixture {

    private static final int BLOCK = Blocks.BYTES;

    private int seals;

    @Override
    int openFilesMax() {
        return 20;
    }

    @Test
    void layersBetweenWhichNoSealIsKeptBecomeOne() throws Exception {
        byte[] expected = writeAndSeal(6);
        assertThat(layerFolders()).hasSize(7);
        giveUpAllSeals();

        assertThat(store.merge()).isEqualTo(5);
        assertThat(layerFolders()).as("one, the folder of its data, and the open one").hasSize(3);
        assertThat(depth(MAIN)).isEqualTo(2);
        assertSame(expected);
        crash();
        assertThat(depth(MAIN)).isEqualTo(2);
        assertSame(expected);
    }

    @Test
    void nothingIsMergedAcrossASealThatIsKept() throws Exception {
        writeAndSeal(3);
        SealId kept = new SealId("sl-kept");
        store.seal(MAIN, kept);
        byte[] then = store.read(MAIN, "table");
        byte[] expected = writeAndSeal(3);
        giveUpAllSeals();
        store.merge();

        assertThat(depth(MAIN)).isEqualTo(3);
        assertThat(store.read(kept, "table")).isEqualTo(then);
        assertSame(expected);
        crash();
        assertThat(store.read(kept, "table")).isEqualTo(then);
        assertSame(expected);
        store.discard(kept);
        store.merge();
        assertThat(depth(MAIN)).isEqualTo(2);
        assertSame(expected);
    }

    @Test
    void aLayerThatAChildLiesOnStays() throws Exception {
        writeAndSeal(2);
        SealId birth = new SealId("sl-birth");
        store.seal(MAIN, birth);
        store.fork(birth, CHILD, folder.resolve("wal"));
        byte[] ofChild = store.read(CHILD, "table");
        byte[] expected = writeAndSeal(2);
        store.discard(birth);
        giveUpAllSeals();
        store.merge();

        assertThat(depth(MAIN)).isEqualTo(3);
        assertSame(expected);
        assertThat(store.read(CHILD, "table")).isEqualTo(ofChild);
        store.delete(MAIN);
        store.seal(CHILD, new SealId("sl-of-child"));
        store.settle();
        store.merge();
        assertThat(depth(CHILD)).as("the layers of its parent are its own now").isEqualTo(2);
        assertThat(store.read(CHILD, "table")).isEqualTo(ofChild);
        crash();
        assertThat(store.read(CHILD, "table")).isEqualTo(ofChild);
    }

    @Test
    void whatWasCutOffStaysCutOff() throws Exception {
        main.write(table, 0, filled(5 * BLOCK, 1));
        sealed();
        main.truncate(table, BLOCK + 100);
        sealed();
        main.allocate(table, 4 * BLOCK);
        sealed();
        byte[] expected = new byte[4 * BLOCK];
        Arrays.fill(expected, 0, BLOCK + 100, (byte) 1);
        assertSame(expected);
        giveUpAllSeals();
        store.merge();

        assertThat(depth(MAIN)).isEqualTo(2);
        assertSame(expected);
        crash();
        assertSame(expected);
        main.write(table, 3 * BLOCK, filled(10, 2));
        crash();
        Arrays.fill(expected, 3 * BLOCK, 3 * BLOCK + 10, (byte) 2);
        assertSame(expected);
    }

    @Test
    void bytesOfAKeptLayerBelowStayHiddenByAMergedCut() throws Exception {
        main.write(table, 0, filled(5 * BLOCK, 1));
        SealId kept = new SealId("sl-kept");
        store.seal(MAIN, kept);
        main.truncate(table, 10);
        sealed();
        main.allocate(table, 5 * BLOCK);
        sealed();
        giveUpAllSeals();
        store.merge();
        byte[] expected = Arrays.copyOf(filled(10, 1).array(), 5 * BLOCK);

        assertThat(depth(MAIN)).isEqualTo(3);
        assertSame(expected);
        crash();
        assertSame(expected);
        // The index is written once more from the log when it is damaged.
        store.abandon();
        for (Path layer : layerFolders()) {
            if (Files.exists(layer.resolve("presence")) && Files.exists(layer.resolve("names"))) {
                byte[] bytes = Files.readAllBytes(layer.resolve("presence"));
                bytes[bytes.length - 1] ^= 1;
                Files.write(layer.resolve("presence"), bytes);
            }
        }
        open();
        assertSame(expected);
    }

    @Test
    void filesThatWereDeletedOnTheWayTakeNoSpace() throws Exception {
        long gone = create("gone");
        main.write(gone, 0, filled(50 * BLOCK, 1));
        sealed();
        main.unlink(TimelineFiles.ROOT, "gone");
        sealed();
        giveUpAllSeals();
        store.merge();

        for (Path layer : layerFolders()) {
            assertThat(layer.resolve(Long.toHexString(gone) + ".blocks")).doesNotExist();
        }
    }

    @Test
    void aFileWithoutANameIsReadAcrossAMergeUntilItIsForgotten() throws Exception {
        long gone = create("gone");
        main.write(gone, 0, filled(3 * BLOCK, 1));
        main.lookup(TimelineFiles.ROOT, "gone");
        sealed();
        main.unlink(TimelineFiles.ROOT, "gone");
        main.write(gone, BLOCK, filled(BLOCK, 2));
        sealed();
        giveUpAllSeals();
        store.merge();
        byte[] expected = filled(3 * BLOCK, 1).array();
        Arrays.fill(expected, BLOCK, 2 * BLOCK, (byte) 2);
        ByteBuffer read = ByteBuffer.allocate(3 * BLOCK);

        assertThat(main.read(gone, 0, read)).isEqualTo(3 * BLOCK);
        assertThat(read.array()).isEqualTo(expected);
        main.forget(gone, 1);
        store.settle();
        for (Path layer : layerFolders()) {
            assertThat(layer.resolve(Long.toHexString(gone) + ".blocks")).doesNotExist();
        }
        crash();
        assertThat(main.list(TimelineFiles.ROOT)).hasSize(3);
    }

    @Test
    void aFileOfWhichNothingIsSupersededIsNotCopied() throws Exception {
        main.write(table, 0, filled(100 * BLOCK, 1));
        sealed();
        long other = create("other");
        main.write(other, 0, filled(100 * BLOCK, 2));
        sealed();
        giveUpAllSeals();
        disk.bytesLeft.set(50 * BLOCK);
        store.merge();
        disk.bytesLeft.set(Long.MAX_VALUE);

        assertThat(depth(MAIN)).isEqualTo(2);
        assertThat(store.read(MAIN, "table")).isEqualTo(filled(100 * BLOCK, 1).array());
        assertThat(store.read(MAIN, "other")).isEqualTo(filled(100 * BLOCK, 2).array());
    }

    @Test
    void aMergeThatFindsTheDiskFullLeavesEverythingAsItWas() throws Exception {
        byte[] expected = writeAndSeal(5);
        giveUpAllSeals();
        List<Path> before = layerFolders();
        for (long bytes = 0; bytes < 20 * BLOCK; bytes += 3 * BLOCK) {
            disk.bytesLeft.set(bytes);
            assertThatThrownBy(() -> store.merge()).isInstanceOf(IOException.class);
            assertThat(layerFolders()).isEqualTo(before);
            assertSame(expected);
        }
        disk.bytesLeft.set(Long.MAX_VALUE);

        assertThat(store.merge()).isPositive();
        assertSame(expected);
        crash();
        assertSame(expected);
    }

    @Test
    void aManifestThatLagsBehindIsMovedOnBeforeTheWayUpFromItGoes() throws Exception {
        disk.refusedFolder = "timelines";
        byte[] expected = writeAndSeal(4);
        giveUpAllSeals();
        assertThatThrownBy(() -> store.merge()).isInstanceOf(IOException.class);
        assertSame(expected);
        disk.refusedFolder = "";

        assertThat(store.merge()).isPositive();
        crash();
        assertSame(expected);
    }

    @Test
    void aManifestBelowALayerThatGoesIsMovedOnToo() throws Exception {
        SealId lowest = new SealId("sl-lowest");
        store.seal(MAIN, lowest);
        disk.refusedFolder = "timelines";
        byte[] expected = writeAndSeal(4);
        disk.refusedFolder = "";
        giveUpAllSeals();

        assertThat(store.merge()).isPositive();
        assertThat(depth(MAIN)).isEqualTo(3);
        crash();
        assertSame(expected);
    }

    @Test
    void stacksStayFlatHoweverOftenSealsComeAndGo() throws Exception {
        Random random = new Random(7);
        byte[] expected = new byte[400 * BLOCK];
        main.write(table, 0, ByteBuffer.wrap(expected.clone()));
        for (int i = 0; i < 100; i++) {
            byte[] block = new byte[BLOCK];
            random.nextBytes(block);
            int at = random.nextInt(400) * BLOCK;
            main.write(table, at, ByteBuffer.wrap(block));
            System.arraycopy(block, 0, expected, at, BLOCK);
            sealed();
            if (seals > 10) {
                store.discard(new SealId("sl-" + (seals - 10)));
            }
            store.settle();
            store.merge();
            assertThat(depth(MAIN)).isLessThan(20);
        }

        assertSame(expected);
        long bytes = 0;
        for (Path layer : layerFolders()) {
            bytes += AllocatedSpace.of(layer);
            for (Path file : LayerFolder.list(layer)) {
                bytes += AllocatedSpace.of(file);
            }
        }
        assertThat(bytes).isLessThan(2L * 400 * BLOCK + 100 * 20_000);
    }

    @Test
    void readersAndWritersSeeNothingOfAMerge() throws Exception {
        byte[] expected = writeAndSeal(4);
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Long> reader =
                CompletableFuture.supplyAsync(
                        () -> {
                            long reads = 0;
                            while (!done.get()) {
                                try {
                                    ByteBuffer all = ByteBuffer.allocate(expected.length);
                                    main.read(table, 0, all);
                                    assertThat(Arrays.mismatch(all.array(), expected))
                                            .isEqualTo(-1);
                                } catch (IOException e) {
                                    throw new AssertionError(e);
                                }
                                reads++;
                            }
                            return reads;
                        });
        try {
            for (int round = 0; round < 60; round++) {
                int at = round % 18 * BLOCK;
                main.write(
                        table, at, ByteBuffer.wrap(Arrays.copyOfRange(expected, at, at + BLOCK)));
                sealed();
                giveUpAllSeals();
                store.settle();
                store.merge();
            }
        } finally {
            done.set(true);
        }

        assertThat(reader.get()).isPositive();
        assertSame(expected);
    }

    @Test
    void aReadThatBeganBeforeSealsAndTheirMergeGoesOnWithTheLayersOfNow() throws Exception {
        byte[] expected = writeAndSeal(2);
        LayerStack before = main.stack();
        main.write(table, 0, ByteBuffer.wrap(expected));
        sealed();
        main.write(table, BLOCK, ByteBuffer.wrap(expected, BLOCK, BLOCK));
        sealed();
        giveUpAllSeals();
        assertThat(store.merge()).isPositive();
        assertThat(main.stack().contains(before.top())).isFalse();

        Iterator<LayerStack> stacks = List.of(before, main.stack()).iterator();
        LiveFile file = new LiveFile(table, new Node.FileNode(0600, 0, expected.length));
        ByteBuffer all = ByteBuffer.allocate(expected.length);
        file.read(stacks::next, 0, all);

        assertThat(Arrays.mismatch(all.array(), expected)).isEqualTo(-1);
        assertThat(stacks).as("the old one was tried").isExhausted();
    }

    @Test
    void aTimelineThatWasCutFreeNeedsNothingOfItsParent() throws Exception {
        writeAndSeal(3);
        SealId birth = new SealId("sl-birth");
        store.seal(MAIN, birth);
        byte[] atBirth = store.read(MAIN, "table");
        store.fork(birth, CHILD, folder.resolve("wal"));
        TimelineFiles child = store.timeline(CHILD);
        child.write(table, 5 * BLOCK, filled(BLOCK, 99));
        byte[] expected = store.read(CHILD, "table");

        assertThat(store.flatten(CHILD, (bytes, most) -> {})).isTrue();
        assertThat(store.read(CHILD, "table")).isEqualTo(expected);
        assertThat(store.read(birth, "table")).isEqualTo(atBirth);
        assertThat(depth(CHILD)).isEqualTo(2);
        crash();
        assertThat(store.read(CHILD, "table")).isEqualTo(expected);
        assertThat(store.read(birth, "table")).isEqualTo(atBirth);
        assertThat(store.flatten(CHILD, (bytes, most) -> {})).as("again").isFalse();
        long own = store.uniqueBytes(CHILD);
        store.delete(MAIN);
        store.discard(birth);
        giveUpAllSeals();
        assertThat(store.uniqueBytes(CHILD)).isEqualTo(own);
        assertThat(layerFolders()).hasSize(3);
        assertThat(store.read(CHILD, "table")).isEqualTo(expected);
    }

    @Test
    void cuttingATimelineFreeCanBeGivenUpAtAnyChunk() throws Exception {
        writeAndSeal(3);
        SealId birth = new SealId("sl-birth");
        store.seal(MAIN, birth);
        store.fork(birth, CHILD, folder.resolve("wal"));
        store.timeline(CHILD).write(table, 5 * BLOCK, filled(BLOCK, 99));
        byte[] expected = store.read(CHILD, "table");
        int looks = 0;
        for (boolean cut = false; !cut; looks++) {
            int last = looks;
            AtomicInteger seen = new AtomicInteger();
            try {
                cut =
                        store.flatten(
                                CHILD,
                                (bytes, most) -> {
                                    assertThat(bytes).isBetween(0L, most);
                                    if (seen.getAndIncrement() == last) {
                                        throw new CancellationException("enough");
                                    }
                                });
            } catch (CancellationException enough) {
                List<Path> folders = layerFolders();
                assertThat(store.read(CHILD, "table")).isEqualTo(expected);
                crash();
                assertThat(store.read(CHILD, "table")).isEqualTo(expected);
                assertThat(layerFolders()).as("nothing is left over").isEqualTo(folders);
            }
        }
        assertThat(looks).as("it was asked at each file and chunk").isGreaterThan(3);
        assertThat(store.read(CHILD, "table")).isEqualTo(expected);
        assertThat(store.flatten(CHILD, (bytes, most) -> {})).as("again").isFalse();
    }

    @Test
    void aTimelineNobodyWroteToCanBeCutFree() throws Exception {
        byte[] expected = writeAndSeal(2);
        store.fork(new SealId("sl-1"), CHILD, folder.resolve("wal"));

        assertThat(store.flatten(CHILD, (bytes, most) -> {})).isTrue();
        assertThat(store.flatten(MAIN, (bytes, most) -> {})).as("it has no ancestors").isFalse();
        store.delete(MAIN);
        giveUpAllSeals();
        assertThat(store.read(CHILD, "table")).isEqualTo(expected);
    }

    // ---- helpers

    /** Overlapping writes of ever other bytes, a seal behind each. */
    private byte[] writeAndSeal(int rounds) throws Exception {
        for (int i = 0; i < rounds; i++) {
            main.write(table, 3 * i * BLOCK, filled(10 * BLOCK + 77, seals + 1));
            main.write(table, 0, filled(BLOCK / 2, seals + 50));
            sealed();
        }
        store.settle();
        return store.read(MAIN, "table");
    }

    private void sealed() throws Exception {
        store.seal(MAIN, new SealId("sl-" + seals++));
        store.settle();
    }

    private void giveUpAllSeals() throws Exception {
        for (SealId seal : store.seals()) {
            if (seal.value().matches("sl-\\d+")) {
                store.discard(seal);
            }
        }
    }

    private void assertSame(byte[] expected) throws Exception {
        byte[] actual = store.read(MAIN, "table");
        assertThat(Arrays.mismatch(actual, expected))
                .as("lengths %d and %d", actual.length, expected.length)
                .isEqualTo(-1);
    }

    private int depth(TimelineId id) throws Exception {
        int depth = 0;
        for (Layer _ : store.timeline(id).stack()) {
            depth++;
        }
        return depth;
    }

    private List<Path> layerFolders() throws Exception {
        return LayerFolder.list(folder.resolve("home/layers"));
    }
}
