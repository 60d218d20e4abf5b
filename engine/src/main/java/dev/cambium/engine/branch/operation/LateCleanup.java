package dev.cambium.engine.branch.operation;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * Deletes what a verb needed and nobody waits to see go: hundreds of files take their time. What a
 * killed engine did not come to, its next start does. Thread-safe.
 */
public final class LateCleanup implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Begins with a step at once. */
    public void begin(Cleanup.Step step) {
        try {
            threads.execute(() -> Cleanup.attempt(step));
        } catch (RejectedExecutionException engineStops) {
            Cleanup.attempt(step);
        }
    }

    /** Returns when all that was begun is done. */
    @Override
    public void close() {
        threads.close();
    }
}
