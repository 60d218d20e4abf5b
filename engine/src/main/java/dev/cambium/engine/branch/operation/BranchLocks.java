package dev.cambium.engine.branch.operation;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps verbs on one branch apart. A branch is held by one verb that changes it, or by any number
 * that only fork from it. Who comes second is told what is going on; only what took long to prepare
 * waits. Thread-safe.
 */
public final class BranchLocks {

    /** Gives the branch back. */
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * @param readers how many verbs fork from the branch; 0 means one verb changes it
     */
    private record Held(String verb, int readers) {}

    private final Map<String, Held> held = new HashMap<>();

    /**
     * Holds a branch to change it.
     *
     * @param verb as in "is being …", for example {@code reset}
     * @throws Refusal if anyone holds it
     */
    public synchronized Hold change(String branchId, String name, String verb) {
        Held holder = held.get(branchId);
        if (holder != null) {
            throw busy(name, holder);
        }
        held.put(branchId, new Held(verb, 0));
        return () -> release(branchId);
    }

    /**
     * As {@link #change}, for what would be lost if it were refused: waits until nobody holds it.
     *
     * @throws Refusal if that takes longer
     */
    public synchronized Hold changeWithin(
            Duration patience, String branchId, String name, String verb) {
        long until = System.nanoTime() + patience.toNanos();
        for (Held holder = held.get(branchId); holder != null; holder = held.get(branchId)) {
            long millis = (until - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                throw busy(name, holder);
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw busy(name, holder);
            }
        }
        return change(branchId, name, verb);
    }

    /**
     * Holds a branch to fork from it.
     *
     * @throws Refusal if a verb changes it
     */
    public synchronized Hold fork(String branchId, String name) {
        Held holder = held.get(branchId);
        if (holder != null && holder.readers() == 0) {
            throw busy(name, holder);
        }
        int readers = holder == null ? 0 : holder.readers();
        held.put(branchId, new Held("branched from", readers + 1));
        return () -> release(branchId);
    }

    public synchronized boolean isHeld(String branchId) {
        return held.containsKey(branchId);
    }

    private synchronized void release(String branchId) {
        held.computeIfPresent(
                branchId,
                (id, holder) ->
                        holder.readers() > 1
                                ? new Held(holder.verb(), holder.readers() - 1)
                                : null);
        notifyAll();
    }

    private static Refusal busy(String name, Held holder) {
        return new Refusal(
                Refusal.Kind.BUSY,
                "BRANCH_BUSY",
                "Branch '%s' is being %s at this moment. Try again when that is done."
                        .formatted(name, holder.verb()));
    }
}
