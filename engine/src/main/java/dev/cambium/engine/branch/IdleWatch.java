package dev.cambium.engine.branch;

import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.page.TimelineId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Lets computes that nobody uses fall asleep, and takes ports that have become free.
 *
 * <p>A compute is asked what goes on in it only when the gateway has seen nobody come or go for its
 * timeout, so that a busy one is not disturbed and one at rest is asked once. The question and the
 * stop are one step: a client that comes in between waits, and wakes it again.
 */
final class IdleWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(IdleWatch.class);

    private static final long MILLIS_BETWEEN = 500;

    /** A compute that was busy is not asked again sooner. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    private final EngineParts parts;
    private final Computes computes;
    private final Doors doors;
    private final OperationLog operations;
    private final Map<String, Long> notBefore = new HashMap<>();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("idle-watch").factory());

    IdleWatch(EngineParts parts, Computes computes, Doors doors, OperationLog operations) {
        this.parts = parts;
        this.computes = computes;
        this.doors = doors;
        this.operations = operations;
    }

    void start() {
        var _ =
                timer.scheduleWithFixedDelay(
                        this::look, MILLIS_BETWEEN, MILLIS_BETWEEN, TimeUnit.MILLISECONDS);
    }

    /** Returns when nothing is being put to sleep any more. */
    @Override
    public void close() {
        timer.close();
    }

    private void look() {
        try {
            if (doors.anyClosed()) {
                doors.openAll(parts.catalog().allBranches());
            }
            Map<String, TimelineId> running = computes.running();
            notBefore.keySet().retainAll(running.keySet());
            for (String branchId : running.keySet()) {
                if (!timer.isShutdown()) {
                    parts.catalog().branch(branchId).ifPresent(this::look);
                }
            }
        } catch (RuntimeException e) {
            log.warn("Idle computes could not be looked for this time", e);
        }
    }

    private void look(Branch branch) {
        Duration quiet = computes.quiet(branch.id());
        IdleTimeouts timeouts = IdleTimeouts.of(parts.catalog(), branch);
        Duration limit = limit(timeouts, computes.visitors(branch.id()));
        Long asked = notBefore.get(branch.id());
        if (limit == null
                || quiet.compareTo(limit) < 0
                || (asked != null && asked - System.nanoTime() > 0)) {
            return;
        }
        Instant began = parts.clock().instant();
        try {
            Optional<Duration> again =
                    computes.steady(branch.id(), runs -> decide(branch, timeouts, runs));
            if (again.isEmpty()) {
                operations.note(
                        "suspend_compute",
                        branch.projectId(),
                        branch.id(),
                        branch.endpointId(),
                        began);
            } else {
                notBefore.put(branch.id(), System.nanoTime() + again.get().toNanos());
            }
        } catch (IOException e) {
            log.debug("Compute {} does not say what goes on in it", branch.name(), e);
            notBefore.put(branch.id(), System.nanoTime() + ASK_AGAIN.toNanos());
        }
    }

    private static @Nullable Duration limit(IdleTimeouts timeouts, int visitors) {
        return visitors == 0 ? timeouts.suspend() : timeouts.pool();
    }

    /** Stops it, or answers after how long to ask again. */
    private Optional<Duration> decide(Branch branch, IdleTimeouts timeouts, boolean runs)
            throws IOException {
        int visitors = computes.visitors(branch.id());
        Duration limit = limit(timeouts, visitors);
        if (!runs || limit == null || computes.quiet(branch.id()).compareTo(limit) < 0) {
            return Optional.of(Duration.ZERO);
        }
        Sessions sessions = sessions(branch);
        if (sessions.busy()) {
            return Optional.of(ASK_AGAIN);
        }
        if (visitors > 0 && sessions.idle().compareTo(limit) < 0) {
            return Optional.of(limit.minus(sessions.idle()));
        }
        log.info("Branch {} falls asleep", branch.name());
        computes.stop(branch.id());
        return Optional.empty();
    }

    private Sessions sessions(Branch branch) throws IOException {
        try {
            return Sessions.of(computes.start(branch));
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
