package dev.cambium.engine.layer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

/**
 * Random histories of everything that can happen to a store, told to the store and to {@link
 * ModelStore} alike; after each crash and at the end both must hold the same bytes.
 *
 * <p>A crash here is that of the process: the store is let go without being closed and opened again
 * from disk; sometimes with torn bytes behind the end of a log. A failure names its seed.
 */
class StoreHistoryTest {

    private static final int STEPS = 1_000;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void storeAndModelAgreeAfterAnyHistory(long seed) throws Exception {
        new StoreHistory(
                        seed,
                        folder.resolve("home"),
                        folder.resolve("source"),
                        new FaultyDisk(),
                        STEPS)
                .neverFailing()
                .run();
    }

    @Test
    void storeAndModelAgreeAfterAHistoryNeverSeenBefore() throws Exception {
        long seed = System.nanoTime();
        new StoreHistory(
                        seed,
                        folder.resolve("home"),
                        folder.resolve("source"),
                        new FaultyDisk(),
                        STEPS)
                .neverFailing()
                .run();
    }
}
