package dev.cambium.engine.branch.compute;

import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.compute.PortOwner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Chooses the port of a new branch, once for its life: below the range from which the kernel takes
 * ports for outgoing connections, so that no such connection can ever occupy it. Thread-safe.
 */
public final class PortChooser {

    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final Path EPHEMERAL = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    private final int start;
    private final Supplier<Set<Integer>> recorded;
    private final Set<Integer> handedOut = new HashSet<>();

    /**
     * @param homeHash spreads the engines of several homes over the range
     * @param recorded the ports that branches and endpoints have for good; asked at each choice
     */
    public PortChooser(int homeHash, Supplier<Set<Integer>> recorded) {
        this.start = Math.floorMod(homeHash, (last() - FIRST) / 2);
        this.recorded = recorded;
    }

    /**
     * A port that nobody listens on and that no branch has. It is the caller's until it is given
     * back: once it is recorded, or when nobody needs it.
     */
    public synchronized int choose() {
        // Asked under the lock: what was given back because it is recorded by now is in it.
        Set<Integer> usedByBranches = recorded.get();
        int count = last() - FIRST;
        for (int i = 0; i < count; i++) {
            int port = FIRST + (start + i) % count;
            if (!usedByBranches.contains(port)
                    && !handedOut.contains(port)
                    && PortOwner.isFree(port)) {
                handedOut.add(port);
                return port;
            }
        }
        throw new Refusal(
                Refusal.Kind.CONFLICT,
                "NO_PORT",
                "No port between %d and %d is free. Delete branches, or end programs that listen there."
                        .formatted(FIRST, last()));
    }

    /** Keeps a port from being chosen. */
    public synchronized void keep(int port) {
        handedOut.add(port);
    }

    /** Lets a port be chosen again, unless it is recorded. */
    public synchronized void giveBack(int port) {
        handedOut.remove(port);
    }

    private static int last() {
        try {
            int lowestEphemeral =
                    Integer.parseInt(Files.readString(EPHEMERAL).trim().split("\\s+")[0]);
            return lowestEphemeral > FIRST + 1_000 ? Math.min(LAST, lowestEphemeral - 1) : LAST;
        } catch (IOException unknown) {
            return LAST;
        }
    }
}
