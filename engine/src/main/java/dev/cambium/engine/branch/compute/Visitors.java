package dev.cambium.engine.branch.compute;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How many clients are connected to each branch, and since when nothing has changed about that. */
public final class Visitors {

    /**
     * @param changedNanos on the clock of {@link System#nanoTime()}
     * @param lastActive when a client last came or went
     */
    private record Presence(int count, long changedNanos, @Nullable Instant lastActive) {}

    private final Map<String, Presence> byBranch = new HashMap<>();

    public synchronized void enter(String branchId) {
        byBranch.put(branchId, new Presence(count(branchId) + 1, System.nanoTime(), Instant.now()));
    }

    public synchronized void leave(String branchId) {
        int count = count(branchId);
        if (count > 0) {
            byBranch.put(branchId, new Presence(count - 1, System.nanoTime(), Instant.now()));
        }
    }

    /** Begins the time anew in which nothing has changed: the branch has just been started. */
    public synchronized void touch(String branchId) {
        byBranch.put(
                branchId,
                new Presence(
                        count(branchId), System.nanoTime(), lastActive(branchId).orElse(null)));
    }

    public synchronized int count(String branchId) {
        Presence presence = byBranch.get(branchId);
        return presence == null ? 0 : presence.count();
    }

    /** For how long nobody has come or gone. */
    public synchronized long quietNanos(String branchId) {
        Presence presence = byBranch.get(branchId);
        return presence == null ? Long.MAX_VALUE : System.nanoTime() - presence.changedNanos();
    }

    public synchronized Optional<Instant> lastActive(String branchId) {
        return Optional.ofNullable(byBranch.get(branchId)).map(Presence::lastActive);
    }

    public synchronized void forget(String branchId) {
        byBranch.remove(branchId);
    }
}
