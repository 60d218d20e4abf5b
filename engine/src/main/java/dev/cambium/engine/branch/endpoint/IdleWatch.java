package dev.cambium.engine.branch.endpoint;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchState;
import dev.cambium.engine.catalog.EndpointSettings;
import dev.cambium.engine.catalog.ReadOnlyEndpoint;
import dev.cambium.engine.compute.ComputeState;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Lets computes that nobody uses fall asleep, and takes ports that have become free.
 *
 * <p>A compute is asked what goes on in it only when the gateway has seen nobody come or go for its
 * timeout, so that a busy one is not disturbed and one at rest is asked once. The question and the
 * stop are one step: a client that comes in between waits, and wakes it again.
 */
public final class IdleWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(IdleWatch.class);

    private static final long MILLIS_BETWEEN = 500;

    /** A compute that was busy is not asked again sooner. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    /** An endpoint that never sleeps and did not start is not tried again sooner. */
    private static final Duration START_AGAIN = Duration.ofSeconds(30);

    /** Whether standbys still follow is asked this often. */
    private static final Duration FOLLOWING_AGE_MAX = Duration.ofSeconds(5);

    private final EngineParts parts;
    private final Computes computes;
    private final Standbys standbys;
    private final Sleepers sleepers;
    private final Doors doors;
    private final OperationLog operations;
    private final Map<String, Long> notBefore = new HashMap<>();
    private long followingAskedNanos = System.nanoTime();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("idle-watch").factory());

    public IdleWatch(
            EngineParts parts,
            Computes computes,
            Standbys standbys,
            Doors doors,
            OperationLog operations) {
        this.parts = parts;
        this.computes = computes;
        this.standbys = standbys;
        this.sleepers = new Sleepers(parts.catalog(), computes, standbys);
        this.doors = doors;
        this.operations = operations;
    }

    public void start() {
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
                doors.openAll();
            }
            lookAfterStandbys();
            List<Sleeper> awake = sleepers.awake();
            Set<String> ids = awake.stream().map(Sleeper::id).collect(Collectors.toSet());
            notBefore.keySet().removeIf(id -> !ids.contains(id) && isPast(id));
            for (Sleeper sleeper : awake) {
                if (!timer.isShutdown()) {
                    look(sleeper);
                }
            }
        } catch (RuntimeException e) {
            log.warn("Idle computes could not be looked for this time", e);
        }
    }

    private void look(Sleeper sleeper) {
        IdleTimeouts timeouts =
                IdleTimeouts.of(parts.catalog(), sleeper.branch().projectId(), sleeper.id());
        Duration limit = limit(timeouts, sleeper.visitors());
        if (limit == null || sleeper.quiet().compareTo(limit) < 0 || !isPast(sleeper.id())) {
            return;
        }
        Instant began = parts.clock().instant();
        try {
            Optional<Duration> again = sleeper.steady(runs -> decide(sleeper, timeouts, runs));
            if (again.isEmpty()) {
                operations.note(
                        "suspend_compute",
                        sleeper.branch().projectId(),
                        sleeper.branch().id(),
                        sleeper.endpointId(),
                        began);
            } else {
                notBefore(sleeper.id(), again.get());
            }
        } catch (IOException e) {
            log.debug("{} does not say what goes on in it", sleeper.name(), e);
            notBefore(sleeper.id(), ASK_AGAIN);
        }
    }

    /** Ends those that lost their branch, and starts those that never sleep. */
    private void lookAfterStandbys() {
        if (System.nanoTime() - followingAskedNanos > FOLLOWING_AGE_MAX.toNanos()) {
            followingAskedNanos = System.nanoTime();
            standbys.endLost();
        }
        for (ReadOnlyEndpoint endpoint : parts.catalog().endpoints().readOnly()) {
            if (standbys.state(endpoint.id()) != ComputeState.RUNNING
                    && isPast(endpoint.id())
                    && !timer.isShutdown()) {
                parts.catalog()
                        .branch(endpoint.branchId())
                        .filter(branch -> branch.state() == BranchState.READY)
                        .ifPresent(branch -> startIfItNeverSleeps(endpoint, branch));
            }
        }
    }

    private void startIfItNeverSleeps(ReadOnlyEndpoint endpoint, Branch branch) {
        boolean asked =
                parts.catalog()
                        .endpoints()
                        .settings(endpoint.id())
                        .filter(set -> set.suspendTimeoutSeconds() == EndpointSettings.NEVER)
                        .isPresent();
        if (!asked || computes.isExchanged(branch.id())) {
            return;
        }
        try {
            standbys.start(endpoint);
        } catch (Refusal refusal) {
            log.warn("{}", refusal.getMessage());
            notBefore(endpoint.id(), START_AGAIN);
        }
    }

    private boolean isPast(String id) {
        Long moment = notBefore.get(id);
        return moment == null || moment - System.nanoTime() <= 0;
    }

    private void notBefore(String id, Duration from) {
        notBefore.put(id, System.nanoTime() + from.toNanos());
    }

    private static @Nullable Duration limit(IdleTimeouts timeouts, int visitors) {
        return visitors == 0 ? timeouts.suspend() : timeouts.pool();
    }

    /** Stops it, or answers after how long to ask again. */
    private static Optional<Duration> decide(Sleeper sleeper, IdleTimeouts timeouts, boolean runs)
            throws IOException {
        int visitors = sleeper.visitors();
        Duration limit = limit(timeouts, visitors);
        if (!runs || limit == null || sleeper.quiet().compareTo(limit) < 0) {
            return Optional.of(Duration.ZERO);
        }
        Sessions sessions = sessions(sleeper);
        if (sessions.busy()) {
            return Optional.of(ASK_AGAIN);
        }
        if (visitors > 0 && sessions.idle().compareTo(limit) < 0) {
            return Optional.of(limit.minus(sessions.idle()));
        }
        log.info("{} falls asleep", sleeper.name());
        sleeper.stop();
        return Optional.empty();
    }

    private static Sessions sessions(Sleeper sleeper) throws IOException {
        try {
            return Sessions.of(sleeper.console());
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
