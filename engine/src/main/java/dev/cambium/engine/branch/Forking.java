package dev.cambium.engine.branch;

import dev.cambium.engine.branch.Refusal.Kind;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Ids;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;
import dev.cambium.engine.timeline.NotAnImageException;
import dev.cambium.engine.timeline.Point;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.SQLException;

/** Opens the present of a branch as a new timeline. Thread-safe. */
final class Forking {

    private static final Logger log = LoggerFactory.getLogger(Forking.class);

    /**
     * With more WAL than this to replay (about 8 ms for each MB), a checkpoint of the parent first
     * is the faster way to a child that answers.
     */
    private static final long REPLAY_BYTES_MAX = 32L << 20;

    private final EngineParts parts;
    private final Computes computes;

    Forking(EngineParts parts, Computes computes) {
        this.parts = parts;
        this.computes = computes;
    }

    /**
     * Makes a timeline with the content that a branch has now; durable when this returns.
     *
     * @return where the child left the parent
     */
    Point fork(Branch parent, TimelineId child) throws IOException {
        SealId seal = Ids.seal();
        try {
            Image image = seal(parent, seal);
            if (image.end().minus(image.redo()) > REPLAY_BYTES_MAX && checkpoint(parent)) {
                parts.opening().discard(seal);
                seal = Ids.seal();
                image = seal(parent, seal);
            }
            parts.opening().open(image, image.end(), child);
            return new Point(image.timeline(), image.end());
        } finally {
            parts.opening().discard(seal);
        }
    }

    private Image seal(Branch parent, SealId seal) throws IOException {
        TimelineId timeline = Lookup.timelineOf(parent);
        try {
            return sealSteadily(parent, timeline, seal);
        } catch (NotAnImage between) {
            // Its last server was killed while it started or stopped: another start repairs that.
            log.info("Starting {} to repair it before it is branched", parent.name(), between);
            computes.start(parent);
            return sealSteadily(parent, timeline, seal);
        }
    }

    private Image sealSteadily(Branch parent, TimelineId timeline, SealId seal) throws IOException {
        return computes.steady(
                parent.id(),
                running -> {
                    try {
                        return parts.sealing().seal(timeline, seal);
                    } catch (NotAnImageException e) {
                        throw new NotAnImage(e);
                    }
                });
    }

    /** Whether the parent could write a checkpoint: only a running one can. */
    private boolean checkpoint(Branch parent) throws IOException {
        return computes.steady(
                parent.id(),
                running -> {
                    if (!running) {
                        return false;
                    }
                    Console console = computes.start(parent);
                    try {
                        RolesAndDatabases.checkpoint(console);
                        return true;
                    } catch (SQLException e) {
                        throw new Refusal(
                                Kind.UNAVAILABLE,
                                "PARENT_NOT_ANSWERING",
                                "Branch '%s' did not write a checkpoint: %s"
                                        .formatted(parent.name(), e.getMessage()),
                                e);
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
