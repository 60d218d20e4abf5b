package dev.cambium.engine.branch.compute;

import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The branches whose content is being exchanged. Their computes may be started by the thread that
 * does so alone: a server on the old content would take commits that are about to be thrown away.
 * Thread-safe.
 */
public final class Holds {

    /** Lets others in again. */
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * @param depth how often the owner holds it
     */
    private record Held(Thread owner, int depth) {}

    private final Map<String, Held> held = new HashMap<>();

    /** Keeps others out until the answer is closed, on the same thread. */
    synchronized Hold take(String branchId) {
        Held before = held.get(branchId);
        Thread me = Thread.currentThread();
        if (before != null && !before.owner().equals(me)) {
            throw busy(branchId);
        }
        held.put(branchId, new Held(me, before == null ? 1 : before.depth() + 1));
        return () -> release(branchId);
    }

    /** Whether another thread holds it. */
    synchronized boolean bars(String branchId) {
        return isBarring(held.get(branchId));
    }

    /**
     * Waits until no other thread holds it.
     *
     * @throws Refusal if that takes longer
     */
    synchronized void awaitFree(String branchId, Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        while (isBarring(held.get(branchId))) {
            long millis = (until - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                throw busy(branchId);
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw busy(branchId);
            }
        }
    }

    public static Refusal busy(String branch) {
        return new Refusal(
                Kind.BUSY,
                "BRANCH_BUSY",
                "The content of branch '%s' is being exchanged at this moment. Try again when that is done."
                        .formatted(branch));
    }

    private static boolean isBarring(@Nullable Held holder) {
        return holder != null && !holder.owner().equals(Thread.currentThread());
    }

    private synchronized void release(String branchId) {
        held.computeIfPresent(
                branchId,
                (id, holder) ->
                        holder.depth() > 1 ? new Held(holder.owner(), holder.depth() - 1) : null);
        notifyAll();
    }
}
