package dev.cambium.engine.branch;

import dev.cambium.engine.branch.Refusal.Kind;
import dev.cambium.engine.compute.Compute;
import dev.cambium.engine.compute.ComputeAddress;
import dev.cambium.engine.compute.ComputeException;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.StartCheck.Expectation;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/** A compute that only the engine can reach, on a timeline that no branch uses yet. */
final class PrivateCompute {

    /** What is done on it. */
    interface Work {
        void on(Console console) throws IOException, SQLException;
    }

    private final EngineParts parts;
    private final PortChooser ports;

    PrivateCompute(EngineParts parts, PortChooser ports) {
        this.parts = parts;
        this.ports = ports;
    }

    /**
     * Starts a server on a freshly opened timeline, checks that it began at its point, does the
     * work and stops it cleanly, so that the timeline is at rest when this returns.
     */
    void with(TimelineId timeline, Lsn point, Work work) throws IOException {
        Compute compute =
                new Compute(
                        timeline,
                        parts.volume().dataDirectory(timeline),
                        ComputeAddress.socketOnly(ports.choose(parts.catalog().usedPorts())),
                        "private",
                        true,
                        parts.binaries(),
                        parts.computeFolders(),
                        (state, why) -> {});
        Optional<Expectation> expected = parts.startCheck().before(timeline, point);
        try {
            compute.start();
            try {
                if (expected.isPresent()) {
                    parts.startCheck().after(expected.get());
                }
                work.on(compute.console());
                RolesAndDatabases.checkpoint(compute.console());
            } finally {
                compute.stop();
            }
        } catch (ComputeException | SQLException e) {
            throw new Refusal(
                    Kind.UNAVAILABLE, "COMPUTE_FAILED", String.valueOf(e.getMessage()), e);
        }
    }
}
