package dev.cambium.engine.branch.compute;

import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** Starts of computes that were asked for and nobody waits for. Thread-safe. */
final class DueStarts implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DueStarts.class);

    private final Set<String> due = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Runs a start that is due until it has ended, one way or the other, or is forgotten. */
    void add(String branchId, Runnable start) {
        due.add(branchId);
        try {
            threads.execute(
                    () -> {
                        try {
                            start.run();
                        } catch (RuntimeException e) {
                            tell(e);
                        } finally {
                            due.remove(branchId);
                        }
                    });
        } catch (RejectedExecutionException engineStops) {
            due.remove(branchId);
        }
    }

    /** That a branch was deleted before its turn came is nobody's trouble. */
    private static void tell(RuntimeException failure) {
        boolean deleted = failure instanceof Refusal refusal && refusal.kind() == Kind.NOT_FOUND;
        log.atLevel(deleted ? Level.DEBUG : Level.WARN)
                .log("A new branch is not served: {}", failure.getMessage());
    }

    boolean isDue(String branchId) {
        return due.contains(branchId);
    }

    /** For a branch that is to sleep. */
    void forget(String branchId) {
        due.remove(branchId);
    }

    /** Takes no more, and returns when those under way have ended. */
    @Override
    public void close() {
        threads.close();
    }
}
