package dev.cambium.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;

/** A database of 16,000 files and 200 branches of it that all write: nothing grows without end. */
class LayerBoundsTest {

    private static final int FILES = 16_000;
    private static final int BRANCHES = 200;
    private static final int TOUCHED = 80;

    /** The store's own limit, and what else a process has open. */
    private static final long OPEN_FILES_MAX = 2_000 + 500;

    @TempDir Path folder;

    @Test
    void openFilesStayFewHoweverManyFilesAndBranchesThereAre() throws Exception {
        Path source = Files.createDirectories(folder.resolve("source/base"));
        Files.createDirectories(folder.resolve("source/global"));
        Files.write(folder.resolve("source/global/pg_control"), new byte[Blocks.BYTES]);
        for (int file = 0; file < FILES; file++) {
            Files.write(source.resolve("f" + file), new byte[] {(byte) file});
        }
        TimelineId main = new TimelineId("tl-main");
        SealId seal = new SealId("sl-one");
        Random random = new Random(16_000);
        try (LayerStore store = LayerStore.open(folder.resolve("home"))) {
            store.create(main, folder.resolve("source"), folder);
            store.seal(main, seal);
            store.settle();
            for (int branch = 0; branch < BRANCHES; branch++) {
                TimelineId child = new TimelineId("tl-child" + branch);
                store.fork(seal, child, folder);
                touch(store.timeline(child), random);
                assertThat(openFiles()).isLessThan(OPEN_FILES_MAX);
            }
            // All are read and written at once, as by two hundred servers.
            for (int round = 0; round < 2; round++) {
                for (int branch = 0; branch < BRANCHES; branch++) {
                    touch(store.timeline(new TimelineId("tl-child" + branch)), random);
                }
                assertThat(openFiles()).isLessThan(OPEN_FILES_MAX);
            }
        }
    }

    private static void touch(TimelineFiles files, Random random) throws IOException {
        for (int i = 0; i < TOUCHED; i++) {
            int number = random.nextInt(FILES);
            long node = files.names().find("base/f" + number);
            ByteBuffer first = ByteBuffer.allocate(1);
            assertThat(files.read(node, 0, first)).isEqualTo(1);
            assertThat(first.get(0)).isEqualTo((byte) number);
            if (i % 8 == 0) {
                files.write(node, 1, ByteBuffer.wrap(new byte[] {1}));
            }
        }
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
