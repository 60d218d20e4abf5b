package dev.cambium.engine.branch;

import dev.cambium.engine.branch.Refusal.Kind;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Ids;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.OperationState;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.compute.Compute;
import dev.cambium.engine.compute.ComputeAddress;
import dev.cambium.engine.compute.ComputeException;
import dev.cambium.engine.compute.ComputePlan;
import dev.cambium.engine.compute.ComputePurpose;
import dev.cambium.engine.compute.ComputeState;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Point;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A hidden compute at one point, on a timeline of its own that is thrown away with it. The catalog
 * knows that timeline as PASSING from before its first file until after its last, so that a killed
 * engine leaves nothing behind. Its methods are called by one thread at a time.
 */
final class PastCompute {

    private final EngineParts parts;
    private final RolesAndDatabases rolesAndDatabases;
    private final Branch branch;
    private final Point point;
    private final TimelineId copy = Ids.timeline();
    private final Instant begun;
    private final Compute compute;

    PastCompute(
            EngineParts parts,
            RolesAndDatabases rolesAndDatabases,
            Branch branch,
            Point point,
            ComputeAddress address) {
        this.parts = parts;
        this.rolesAndDatabases = rolesAndDatabases;
        this.branch = branch;
        this.point = point;
        this.begun = parts.clock().instant();
        ComputePlan plan =
                parts.plan(
                        branch.projectId(),
                        copy,
                        address,
                        "%s at %s".formatted(branch.name(), point.lsn()));
        this.compute =
                new Compute(plan.fresh(true).serving(ComputePurpose.PAST), (state, why) -> {});
    }

    /**
     * Opens the point and starts a server on it, with the passwords that the project has today.
     *
     * @param found the point and the image it opens from; the caller's to close
     * @throws Refusal if it does not start; nothing is left then
     */
    void start(Project project, Found found) throws IOException {
        parts.catalog()
                .commit(change -> change.put(Timelines.passing(copy, project, found, begun)));
        boolean started = false;
        try {
            parts.opening().open(found.lease().image(), point.lsn(), copy);
            new FirstStart(parts).firstToRead(compute, point.lsn());
            rolesAndDatabases.applyRoles(branch, compute.console());
            started = true;
        } catch (ComputeException | SQLException e) {
            throw new Refusal(
                    Kind.UNAVAILABLE,
                    "COMPUTE_NOT_STARTED",
                    "Branch '%s' could not be shown as of %s: %s"
                            .formatted(branch.name(), point.lsn(), e.getMessage()),
                    e);
        } finally {
            if (!started) {
                Cleanup.attempt(() -> throwAway(null));
            }
        }
    }

    /** Ends the server and deletes its timeline; notes that the point was visited. */
    void end() {
        Cleanup.attempt(() -> throwAway(visited()));
    }

    boolean isRunning() {
        return compute.state() == ComputeState.RUNNING;
    }

    Console console() {
        return compute.console();
    }

    private void throwAway(@Nullable Operation note) throws IOException {
        compute.abort();
        delete(parts, copy);
        parts.catalog()
                .commit(
                        change -> {
                            change.removeTimeline(copy);
                            if (note != null) {
                                change.put(note);
                            }
                        });
    }

    private static void delete(EngineParts parts, TimelineId copy) throws IOException {
        parts.opening().discard(copy);
        Files.deleteIfExists(parts.computeFolders().logs().resolve(copy + ".log"));
    }

    private Operation visited() {
        return new Operation(
                UUID.randomUUID(),
                branch.projectId(),
                branch.id(),
                branch.endpointId(),
                "visit_moment",
                OperationState.FINISHED,
                Map.of("point", point.toString()),
                null,
                begun,
                parts.clock().instant());
    }

    /** Deletes what a killed engine was showing; to be called before anyone is served. */
    static void throwAwayLeftOver(EngineParts parts) throws IOException {
        for (Timeline timeline : parts.catalog().timelines()) {
            switch (timeline.state()) {
                case PASSING -> {
                    delete(parts, timeline.id());
                    parts.catalog().commit(change -> change.removeTimeline(timeline.id()));
                }
                case OPENING, LIVE, TRASHED, SNAPSHOT -> {}
            }
        }
    }
}
