package dev.cambium.engine.branch.travel;

import dev.cambium.engine.branch.compute.FirstStart;
import dev.cambium.engine.branch.compute.PassingCopy;
import dev.cambium.engine.branch.compute.ServerRoles;
import dev.cambium.engine.branch.moment.Found;
import dev.cambium.engine.branch.operation.Cleanup;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.OperationState;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.compute.Compute;
import dev.cambium.engine.compute.ComputeAddress;
import dev.cambium.engine.compute.ComputeException;
import dev.cambium.engine.compute.ComputeFolders;
import dev.cambium.engine.compute.ComputePlan;
import dev.cambium.engine.compute.ComputePurpose;
import dev.cambium.engine.compute.ComputeState;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.timeline.Point;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A hidden compute at one point, on a copy that is thrown away with it. Its methods are called by
 * one thread at a time.
 */
public final class PastCompute {

    private final EngineParts parts;
    private final ServerRoles serverRoles;
    private final Branch branch;
    private final Point point;
    private final PassingCopy copy;
    private final Instant begun;
    private final Compute compute;
    private long nextTransaction;

    public PastCompute(
            EngineParts parts,
            ServerRoles serverRoles,
            Branch branch,
            Point point,
            ComputeAddress address) {
        this.parts = parts;
        this.serverRoles = serverRoles;
        this.branch = branch;
        this.point = point;
        this.begun = parts.clock().instant();
        this.copy = new PassingCopy(parts);
        ComputePlan plan =
                parts.plan(
                        branch.projectId(),
                        copy.timeline(),
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
    public void start(Project project, Found found) throws IOException {
        boolean started = false;
        try {
            copy.make(project, found.lease());
            new FirstStart(parts).firstToRead(compute, point.lsn());
            serverRoles.applyRoles(branch, compute.console());
            nextTransaction = nextTransaction();
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

    /** As {@link #end} for a visit that is part of something else, which tells of itself. */
    public void discard() {
        Cleanup.attempt(() -> throwAway(null));
    }

    /**
     * Whether somebody may have written to it, who told Postgres not to mind that it is to be read.
     * Only what writes takes the number of a transaction.
     */
    boolean isTouched() {
        try {
            return nextTransaction() != nextTransaction;
        } catch (SQLException e) {
            return true; // not to be shown to anybody else
        }
    }

    private long nextTransaction() throws SQLException {
        try (Connection connection = compute.console().connect(ComputeFolders.ENGINE_ROLE);
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")) {
            row.next();
            return row.getLong(1);
        }
    }

    boolean isRunning() {
        return compute.state() == ComputeState.RUNNING;
    }

    public Console console() {
        return compute.console();
    }

    private void throwAway(@Nullable Operation note) throws IOException {
        compute.abort();
        copy.throwAway(note);
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
}
