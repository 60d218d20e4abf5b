package dev.cambium.engine.branch;

import java.util.HashMap;
import java.util.Map;

/** How many clients are connected to each branch, and since when nothing has changed about that. */
final class Visitors {

    /**
     * @param changedNanos on the clock of {@link System#nanoTime()}
     */
    private record Presence(int count, long changedNanos) {}

    private final Map<String, Presence> byBranch = new HashMap<>();

    synchronized void enter(String branchId) {
        byBranch.put(branchId, new Presence(count(branchId) + 1, System.nanoTime()));
    }

    synchronized void leave(String branchId) {
        int count = count(branchId);
        if (count > 0) {
            byBranch.put(branchId, new Presence(count - 1, System.nanoTime()));
        }
    }

    /** Begins the time anew in which nothing has changed: the branch has just been started. */
    synchronized void touch(String branchId) {
        byBranch.put(branchId, new Presence(count(branchId), System.nanoTime()));
    }

    synchronized int count(String branchId) {
        Presence presence = byBranch.get(branchId);
        return presence == null ? 0 : presence.count();
    }

    /** For how long nobody has come or gone. */
    synchronized long quietNanos(String branchId) {
        Presence presence = byBranch.get(branchId);
        return presence == null ? Long.MAX_VALUE : System.nanoTime() - presence.changedNanos();
    }

    synchronized void forget(String branchId) {
        byBranch.remove(branchId);
    }
}
