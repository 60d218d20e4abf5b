package dev.cambium.engine.branch.history;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.operation.Lookup;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.branch.retention.Lease;
import dev.cambium.engine.branch.retention.Leases;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.NotAnImageException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.SQLException;

/** Freezes the present of a branch, whatever its compute is doing. Thread-safe. */
final class PresentImage {

    private static final Logger log = LoggerFactory.getLogger(PresentImage.class);

    private final Computes computes;
    private final Leases leases;

    PresentImage(Computes computes, Leases leases) {
        this.computes = computes;
        this.leases = leases;
    }

    /**
     * Seals a branch. One whose last server was killed while it started or stopped is started
     * first.
     *
     * @return an image with a seal of its own, held until the lease is closed
     */
    Lease seal(Branch branch) throws IOException {
        TimelineId timeline = Lookup.timelineOf(branch);
        try {
            return sealSteadily(branch, timeline);
        } catch (NotAnImage between) {
            // Its last server was killed while it started or stopped: another start repairs that.
            log.info("Starting {} to repair it before it is branched", branch.name(), between);
            computes.start(branch);
            return sealSteadily(branch, timeline);
        }
    }

    /** Whether the branch could write a checkpoint: only a running one can. */
    boolean checkpoint(Branch branch) throws IOException {
        return computes.steady(
                branch.id(),
                running -> {
                    if (!running) {
                        return false;
                    }
                    Console console = computes.start(branch);
                    try {
                        console.checkpoint();
                        return true;
                    } catch (SQLException e) {
                        throw new Refusal(
                                Kind.UNAVAILABLE,
                                "PARENT_NOT_ANSWERING",
                                "Branch '%s' did not write a checkpoint: %s"
                                        .formatted(branch.name(), e.getMessage()),
                                e);
                    }
                });
    }

    private Lease sealSteadily(Branch branch, TimelineId timeline) throws IOException {
        return computes.steady(
                branch.id(),
                running -> {
                    try {
                        return leases.seal(timeline);
                    } catch (NotAnImageException e) {
                        throw new NotAnImage(e);
                    }
                });
    }

    /** Carries the checked exception through {@link Computes#steady}. */
    private static final class NotAnImage extends IOException {
        NotAnImage(NotAnImageException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
