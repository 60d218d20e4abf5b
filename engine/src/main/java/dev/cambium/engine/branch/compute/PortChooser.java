package dev.cambium.engine.branch.compute;

import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.compute.PortOwner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Chooses the port of a new branch, once for its life: below the range from which the kernel takes
 * ports for outgoing connections, so that no such connection can ever occupy it. Thread-safe.
 */
public final class PortChooser {

    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final Path EPHEMERAL = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    private final int start;
    private final Set<Integer> handedOut = new HashSet<>();

    /**
     * @param homeHash spreads the engines of several homes over the range
     */
    public PortChooser(int homeHash) {
        this.start = Math.floorMod(homeHash, (last() - FIRST) / 2);
    }

    /** A port that nobody listens on and that no branch has. */
    public synchronized int choose(Set<Integer> usedByBranches) {
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

    /** Lets a port be chosen again that no branch got. */
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
