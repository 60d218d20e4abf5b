package dev.cambium.engine.branch.life;

import dev.cambium.engine.branch.endpoint.Doors;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchState;
import dev.cambium.engine.catalog.DeletionMethod;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Deletes branches whose time is over, as far as nothing depends on them: one with children, the
 * default one and a protected one stay, and one on which a verb is at work waits. What goes can be
 * recovered as any deleted branch. Thread-safe.
 */
public final class Expiries implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Expiries.class);

    /** Neon promises no exact time either; a look costs one query. */
    private static final Duration BETWEEN =
            Duration.ofMillis(Long.getLong("cambium.expiries.lookMillis", 15_000));

    private final EngineParts parts;
    private final DeleteBranch deleteBranch;
    private final Doors doors;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("branch-expiries").factory());

    public Expiries(EngineParts parts, DeleteBranch deleteBranch, Doors doors) {
        this.parts = parts;
        this.deleteBranch = deleteBranch;
        this.doors = doors;
    }

    public void start() {
        var _ =
                timer.scheduleWithFixedDelay(
                        this::look, BETWEEN.toMillis(), BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns when no branch is being deleted any more. */
    @Override
    public void close() {
        timer.close();
    }

    /** Deletes those that are due and may go. */
    void look() {
        try {
            Instant now = parts.clock().instant();
            for (Branch branch : parts.catalog().allBranches()) {
                Instant end = branch.expiresAt();
                if (end != null
                        && end.isBefore(now)
                        && branch.state() == BranchState.READY
                        && !timer.isShutdown()) {
                    expire(branch);
                }
            }
        } catch (RuntimeException e) {
            log.warn("Expired branches could not be looked for this time", e);
        }
    }

    private void expire(Branch branch) {
        try {
            Outcome _ = deleteBranch.run(branch, Orphans.REFUSE, DeletionMethod.TTL);
            doors.close(branch);
            log.info("Branch {} expired; it can be recovered for some days", branch.name());
        } catch (Refusal refusal) {
            if (refusal.kind() == Kind.CONFLICT || refusal.kind() == Kind.BUSY) {
                log.debug("Branch {} expired and stays: {}", branch.name(), refusal.getMessage());
            } else {
                log.warn("Branch {} expired and could not be deleted", branch.name(), refusal);
            }
        }
    }
}
