package dev.cambium.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Random histories on a disk that fails now and then, in the middle of anything: whatever the store
 * then answered with an error has happened or has not happened when it is opened again, and all
 * else is as it was, byte by byte.
 *
 * <p>How many: the system property {@code cambium.histories}; the first seed: {@code
 * cambium.history.seed}. A failure names its seed.
 */
class FaultyHistoryTest {

    private static final int HISTORIES = Integer.getInteger("cambium.histories", 150);
    private static final int STEPS = 80;

    /** In memory if it can be: what is looked for here does not depend on how slow a disk is. */
    private static final Path MEMORY = Path.of("/dev/shm");

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder =
                Files.isWritable(MEMORY)
                        ? Files.createTempDirectory(MEMORY, "cambium-faulty")
                        : Files.createTempDirectory("cambium-faulty");
    }

    @AfterEach
    void removeFolder() throws IOException {
        remove(folder);
    }

    @Test
    void storeAndModelAgreeHoweverTheDiskFails() throws Exception {
        long first = Long.getLong("cambium.history.seed", System.nanoTime());
        int failures = 0;
        for (int i = 0; i < HISTORIES; i++) {
            failures += live(first + i);
        }
        assertThat(failures).as("failures of the disk, from seed " + first).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20691})
    void storeAndModelAgreeInHistoriesThatWereHardOnce(long seed) throws Exception {
        live(seed);
    }

    private int live(long seed) throws Exception {
        Path home = folder.resolve("home" + seed);
        FaultyDisk disk = new FaultyDisk();
        new StoreHistory(seed, home, folder.resolve("source"), disk, STEPS).run();
        remove(home);
        return disk.failures();
    }

    private static void remove(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
