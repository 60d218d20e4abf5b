package dev.cambium.engine.branch.compute;

import dev.cambium.engine.branch.operation.Refusal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Starts that failed: whoever asked for the same server before shares the failure instead of trying
 * again. Thread-safe.
 */
public final class FailedStarts {

    /**
     * @param atNanos when it failed, on the clock of {@link System#nanoTime()}
     */
    private record Failed(Refusal refusal, long atNanos) {}

    private final Map<String, Failed> byServer = new ConcurrentHashMap<>();

    public void note(String id, Refusal refusal) {
        byServer.put(id, new Failed(refusal, System.nanoTime()));
    }

    /**
     * @throws Refusal if the server failed to start since then
     */
    public void throwIfSince(String id, long askedNanos) {
        Failed failed = byServer.get(id);
        if (failed != null && failed.atNanos() - askedNanos > 0) {
            throw failed.refusal();
        }
    }

    public void forget(String id) {
        byServer.remove(id);
    }
}
