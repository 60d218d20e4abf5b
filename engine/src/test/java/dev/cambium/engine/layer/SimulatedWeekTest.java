package dev.cambium.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.posix.AllocatedSpace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/**
 * A week of heavy writing in small: a seal every half hour, those of half a day are kept, older
 * ones given up; now and then a branch that lives for an hour. Stack depth and bytes stay bounded,
 * and every byte is right at the end.
 */
@SuppressWarnings("NullAway") // what is looked up was put in before
class SimulatedWeekTest {

    private static final TimelineId MAIN = new TimelineId("tl-main");
    private static final int SEALS = 7 * 48;
    private static final int KEPT = 24;
    private static final int TABLE_BLOCKS = 256;
    private static final int BLOCKS_PER_SEAL = 12;
    private static final int DEPTH_MAX = KEPT + 20;

    @TempDir Path folder;

    @Test
    void depthAndBytesOfAWeekStayBounded() throws Exception {
        long seed = Long.getLong("cambium.week.seed", 5);
        Random random = new Random(seed);
        Path source = Files.createDirectories(folder.resolve("source/global"));
        Files.write(source.resolve("pg_control"), new byte[Blocks.BYTES]);
        byte[] expected = new byte[TABLE_BLOCKS * Blocks.BYTES];
        Deque<SealId> kept = new ArrayDeque<>();
        long mostBytes = 0;
        int deepest = 0;
        try (LayerStore store = LayerStore.open(folder.resolve("home"), Disk.REAL, 50)) {
            store.create(MAIN, folder.resolve("source"), folder);
            TimelineFiles main = store.timeline(MAIN);
            long table = main.create(TimelineFiles.ROOT, "table", 0600).node();
            main.forget(table, 1);
            main.write(table, 0, ByteBuffer.wrap(expected));
            for (int i = 0; i < SEALS; i++) {
                for (int j = 0; j < BLOCKS_PER_SEAL; j++) {
                    byte[] block = new byte[Blocks.BYTES];
                    random.nextBytes(block);
                    int at = random.nextInt(TABLE_BLOCKS) * Blocks.BYTES;
                    main.write(table, at, ByteBuffer.wrap(block));
                    System.arraycopy(block, 0, expected, at, Blocks.BYTES);
                }
                SealId seal = new SealId("sl-" + i);
                store.seal(MAIN, seal);
                kept.add(seal);
                if (kept.size() > KEPT) {
                    store.discard(kept.removeFirst());
                }
                branch(store, kept, i);
                if (i % 8 == 0) {
                    store.settle();
                    store.merge();
                    mostBytes = Math.max(mostBytes, onDisk());
                    deepest = Math.max(deepest, depth(store));
                }
            }
            assertThat(store.read(MAIN, "table")).as("seed %d", seed).isEqualTo(expected);
        }

        assertThat(deepest).isBetween(KEPT, DEPTH_MAX);
        long table = (long) TABLE_BLOCKS * Blocks.BYTES;
        long history = (long) (KEPT + 8) * BLOCKS_PER_SEAL * Blocks.BYTES;
        long perLayer = 5L * Blocks.BYTES;
        assertThat(mostBytes).isLessThan(2 * table + history + DEPTH_MAX * perLayer);
    }

    /** One begins at every 40th seal from the oldest kept one, and goes 4 seals later. */
    private void branch(LayerStore store, Deque<SealId> kept, int i) throws IOException {
        if (i % 40 == 0) {
            store.fork(kept.getFirst(), new TimelineId("tl-" + i), folder);
        } else if (i % 40 == 4) {
            store.delete(new TimelineId("tl-" + (i - 4)));
        }
    }

    private static int depth(LayerStore store) throws IOException {
        int depth = 0;
        for (Layer _ : store.timeline(MAIN).stack()) {
            depth++;
        }
        return depth;
    }

    private long onDisk() throws IOException {
        long sum = 0;
        for (Path layer : LayerFolder.list(folder.resolve("home/layers"))) {
            sum += AllocatedSpace.of(layer);
            for (Path file : LayerFolder.list(layer)) {
                sum += AllocatedSpace.of(file);
            }
        }
        return sum;
    }
}
