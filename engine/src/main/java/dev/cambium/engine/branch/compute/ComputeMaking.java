package dev.cambium.engine.branch.compute;

import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.compute.Compute;
import dev.cambium.engine.compute.ComputeAddress;
import dev.cambium.engine.compute.ComputeException;
import dev.cambium.engine.compute.ComputePlan;
import dev.cambium.engine.compute.ComputeState;
import dev.cambium.engine.compute.DataFolderProcesses;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.function.BiConsumer;

/**
 * Makes the computes of branches, with what is set for each, and starts them so that they have the
 * branch's roles and passwords. Thread-safe.
 */
final class ComputeMaking {

    private final EngineParts parts;
    private final ServerRoles serverRoles;
    private final FirstStart firstStart;

    ComputeMaking(EngineParts parts, ServerRoles serverRoles) {
        this.parts = parts;
        this.serverRoles = serverRoles;
        this.firstStart = new FirstStart(parts);
    }

    /**
     * The compute of a branch on a timeline, asleep.
     *
     * @param listener hears of each new state with one line for people, on any thread
     */
    Compute on(
            Branch branch, Timeline timeline, int port, BiConsumer<ComputeState, String> listener) {
        ComputePlan plan =
                parts.plan(
                                branch.projectId(),
                                timeline.id(),
                                ComputeAddress.tcp(port),
                                branch.name())
                        .fresh(hasNoLock(timeline.id()))
                        .with(
                                () ->
                                        ChosenSettings.of(
                                                parts.catalog(), branch.projectId(), branch.id()));
        return new Compute(plan, listener);
    }

    /**
     * Asked of the volume, not concluded from the timeline: an engine that was killed during a
     * first start leaves a lock file in a folder whose first start was never proven. Postgres
     * refuses to start on one that it could not fill any more.
     */
    private boolean hasNoLock(TimelineId timeline) {
        try {
            parts.volume().read(timeline, DataFolderProcesses.LOCK_FILE);
            return false;
        } catch (NoSuchFileException none) {
            return true;
        } catch (IOException unknown) {
            return false;
        }
    }

    /**
     * Starts it; returns when it answers, began where it had to and knows the branch's roles.
     *
     * @throws IOException if it did not begin there; it does not run then
     */
    void start(Branch branch, Timeline timeline, Compute compute)
            throws ComputeException, IOException, SQLException {
        startBare(timeline, compute);
        if (timeline.expectedEnd() == null && !timeline.rolesDue()) {
            return;
        }
        try {
            giveRoles(branch, compute);
        } catch (SQLException | RuntimeException e) {
            compute.stop();
            throw e;
        }
    }

    /**
     * Starts it; returns when it answers and began where it had to. Nobody may be let in before it
     * knows the branch's roles.
     *
     * @throws IOException if it did not begin there; it does not run then
     */
    void startBare(Timeline timeline, Compute compute)
            throws ComputeException, IOException, SQLException {
        Lsn point = timeline.expectedEnd();
        if (point == null) {
            firstStart.again(compute);
            return;
        }
        try {
            firstStart.first(compute, point);
        } catch (IOException | SQLException | RuntimeException e) {
            compute.stop();
            throw e;
        }
    }

    /** Gives a server that answers the branch's roles and passwords. */
    void giveRoles(Branch branch, Compute compute) throws SQLException {
        serverRoles.applyRolesAtStart(branch, compute);
    }

    /** What is said of a server that did not start, or not as it must. */
    static Refusal notStarted(Branch branch, Exception e) {
        return new Refusal(
                Kind.UNAVAILABLE,
                "COMPUTE_NOT_STARTED",
                "Branch '%s' did not start: %s".formatted(branch.name(), e.getMessage()),
                e);
    }
}
