package dev.cambium.engine.branch.compute;

import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.compute.Compute;
import dev.cambium.engine.compute.ComputeAddress;
import dev.cambium.engine.compute.ComputeException;
import dev.cambium.engine.compute.ComputePlan;
import dev.cambium.engine.compute.ComputePurpose;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;

import java.io.IOException;
import java.sql.SQLException;

/** A compute that only the engine can reach, on a timeline that no branch uses yet. */
public final class PrivateCompute {

    /** What is done on it. */
    public interface Work {
        void on(Console console) throws IOException, SQLException;
    }

    /** With less than a few segments of WAL and what the layers keep in reserve, nothing works. */
    private static final long ROOM_BYTES_MIN = 16L << 20;

    private final EngineParts parts;
    private final PortChooser ports;
    private final FirstStart firstStart;

    public PrivateCompute(EngineParts parts, PortChooser ports) {
        this.parts = parts;
        this.ports = ports;
        this.firstStart = new FirstStart(parts);
    }

    /**
     * Starts a server on a freshly opened timeline, checks that it began at its point, does the
     * work and stops it cleanly, so that the timeline is at rest when this returns. When anything
     * fails, the server is ended at once, for the timeline is of no use then.
     */
    public void with(TimelineId timeline, Lsn point, Work work) throws IOException {
        with(timeline, point, ComputePurpose.BRANCH, work);
    }

    /** As {@link #with(TimelineId, Lsn, Work)} for another purpose. */
    public void with(TimelineId timeline, Lsn point, ComputePurpose purpose, Work work)
            throws IOException {
        with(timeline, compute -> firstStart.first(compute, point), purpose, work);
    }

    /** As {@link #with(TimelineId, Lsn, Work)} on a timeline at rest that has had a server. */
    public void again(TimelineId timeline, ComputePurpose purpose, Work work) throws IOException {
        with(timeline, firstStart::again, purpose, work);
    }

    private void with(TimelineId timeline, Begin begin, ComputePurpose purpose, Work work)
            throws IOException {
        int number = ports.choose();
        try {
            with(timeline, begin, number, purpose, work);
        } finally {
            ports.giveBack(number);
        }
    }

    private interface Begin {
        void start(Compute compute) throws ComputeException, IOException, SQLException;
    }

    private void with(
            TimelineId timeline, Begin begin, int number, ComputePurpose purpose, Work work)
            throws IOException {
        String projectId = parts.catalog().timeline(timeline).orElseThrow().projectId();
        ComputePlan plan =
                parts.plan(projectId, timeline, ComputeAddress.socketOnly(number), "private");
        Compute compute = new Compute(plan.fresh(true).serving(purpose), (state, why) -> {});
        try {
            begin.start(compute);
            work.on(compute.console());
            compute.console().checkpoint();
            compute.stop();
        } catch (ComputeException | SQLException e) {
            throw explained(
                    e,
                    new Refusal(
                            Kind.UNAVAILABLE, "COMPUTE_FAILED", String.valueOf(e.getMessage()), e));
        } catch (Refusal refusal) {
            throw explained(refusal, refusal);
        } finally {
            compute.abort();
        }
    }

    /** A server that finds no room for its WAL just ends, which says nothing to its clients. */
    private Refusal explained(Exception failure, Refusal otherwise) {
        boolean full = parts.work().toFile().getUsableSpace() < ROOM_BYTES_MIN;
        return full
                ? new Refusal(
                        Kind.DISK_FULL,
                        "DISK_FULL",
                        "The disk is full, so this was not done. Nothing was changed. Free some space, then try again.",
                        failure)
                : otherwise;
    }
}
