package dev.cambium.engine.branch.endpoint;

import dev.cambium.engine.branch.compute.ChosenSettings;
import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.compute.FailedStarts;
import dev.cambium.engine.branch.compute.Followers;
import dev.cambium.engine.branch.compute.Holds;
import dev.cambium.engine.branch.compute.Visitors;
import dev.cambium.engine.branch.history.History;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Happening;
import dev.cambium.engine.branch.operation.Lookup;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.branch.retention.Lease;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchState;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.ReadOnlyEndpoint;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.compute.ComputeAddress;
import dev.cambium.engine.compute.ComputeState;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The servers of all read-only endpoints, at most one each. One that sleeps has no files: each
 * start begins with what the branch holds then, so no reset, restore or crash can leave it behind.
 * Thread-safe; starting and ending one exclude each other.
 */
public final class Standbys implements Followers, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Standbys.class);

    /** As for the branches themselves: clients wait this long for a new content. */
    private static final Duration EXCHANGE_PATIENCE = Duration.ofMinutes(5);

    /** WAL that a standby missed is read within seconds; what takes longer will not come. */
    private static final Duration LOST_MAX = Duration.ofSeconds(20);

    private final EngineParts parts;
    private final Computes computes;
    private final History history;
    private final Map<String, Standby> byEndpoint = new ConcurrentHashMap<>();
    private final Map<String, Object> monitors = new ConcurrentHashMap<>();
    private final Map<String, Long> lostSince = new ConcurrentHashMap<>();
    private final FailedStarts failures = new FailedStarts();
    private final Visitors visitors = new Visitors();
    private volatile boolean closed;

    public Standbys(EngineParts parts, Computes computes, History history) {
        this.parts = parts;
        this.computes = computes;
        this.history = history;
    }

    ComputeState state(String endpointId) {
        Standby standby = byEndpoint.get(endpointId);
        return standby == null ? ComputeState.ASLEEP : standby.state();
    }

    /** Why it crashed; empty when all is well. */
    Optional<String> reason(String endpointId) {
        return Optional.ofNullable(byEndpoint.get(endpointId)).flatMap(Standby::reason);
    }

    Visitors visitors() {
        return visitors;
    }

    /** Those that answer. */
    public List<Standby> running() {
        return byEndpoint.values().stream()
                .filter(standby -> standby.state() == ComputeState.RUNNING)
                .toList();
    }

    /**
     * Lets a client in: starts the server unless it runs, and counts the client until {@link
     * #leave}. Waits while the content of the branch is exchanged.
     *
     * @throws Refusal with the reason if it does not start
     */
    ComputeAddress enter(ReadOnlyEndpoint endpoint) {
        String id = endpoint.id();
        long askedNanos = System.nanoTime();
        while (true) {
            computes.awaitExchange(endpoint.branchId(), EXCHANGE_PATIENCE);
            synchronized (monitor(id)) {
                if (!computes.isExchanged(endpoint.branchId())) {
                    failures.throwIfSince(id, askedNanos);
                    ComputeAddress address = started(endpoint).address();
                    visitors.enter(id);
                    return address;
                }
            }
        }
    }

    void leave(String endpointId) {
        visitors.leave(endpointId);
    }

    /** Starts the server of an endpoint unless it runs. */
    void start(ReadOnlyEndpoint endpoint) {
        synchronized (monitor(endpoint.id())) {
            Standby ignored = started(endpoint);
        }
    }

    /** Ends the server of an endpoint, if it runs. */
    void stop(String endpointId) {
        synchronized (monitor(endpointId)) {
            Standby standby = byEndpoint.remove(endpointId);
            if (standby != null) {
                standby.end();
            }
            lostSince.remove(endpointId);
        }
    }

    /** Something that must not meet a start or an end of the server. */
    interface Steady<T> {
        T run() throws IOException;
    }

    <T> T steady(String endpointId, Steady<T> work) throws IOException {
        synchronized (monitor(endpointId)) {
            return work.run();
        }
    }

    /** Ends the server of an endpoint that is going away. */
    void forget(String endpointId) {
        stop(endpointId);
        failures.forget(endpointId);
        visitors.forget(endpointId);
        monitors.remove(endpointId);
    }

    @Override
    public void end(String branchId) {
        for (Standby standby : List.copyOf(byEndpoint.values())) {
            if (standby.endpoint().branchId().equals(branchId)) {
                stop(standby.endpoint().id());
            }
        }
    }

    @Override
    public void started(String branchId) {
        for (Standby standby : running()) {
            if (standby.endpoint().branchId().equals(branchId)) {
                try {
                    standby.lookAgain();
                } catch (SQLException e) {
                    log.debug("Standby {} looks later", standby.endpoint().id(), e);
                }
            }
        }
    }

    /**
     * Ends servers that no longer get what their branch's compute writes, because WAL they need is
     * gone or its limits were raised: the next start begins with what the branch holds then.
     */
    void endLost() {
        for (Standby standby : running()) {
            String id = standby.endpoint().id();
            try {
                boolean alone =
                        computes.state(standby.endpoint().branchId()) != ComputeState.RUNNING;
                if (alone || standby.follows()) {
                    lostSince.remove(id);
                } else if (isLost(id)) {
                    log.warn("Read-only endpoint {} does not follow its branch; it ends", id);
                    stop(id);
                }
            } catch (SQLException e) {
                log.debug("Standby {} does not say whether it follows", id, e);
            }
        }
    }

    private boolean isLost(String endpointId) {
        long now = System.nanoTime();
        Long since = lostSince.putIfAbsent(endpointId, now);
        return since != null && now - since > LOST_MAX.toNanos();
    }

    /** Ends all of them; none is started any more. */
    @Override
    public void close() {
        closed = true;
        new ArrayList<>(byEndpoint.keySet()).forEach(this::stop);
    }

    /** The caller has the endpoint's monitor. */
    private Standby started(ReadOnlyEndpoint endpoint) {
        Standby known = byEndpoint.get(endpoint.id());
        if (known != null && known.state() == ComputeState.RUNNING) {
            return known;
        }
        stop(endpoint.id()); // what is left of one that died
        if (closed) {
            throw new Refusal(Kind.UNAVAILABLE, "ENGINE_STOPS", "The engine is stopping.");
        }
        Branch branch = branch(endpoint);
        if (computes.isExchanged(branch.id())) {
            throw Holds.busy(branch.name());
        }
        try {
            Standby standby = begin(endpoint, branch);
            visitors.touch(endpoint.id());
            return standby;
        } catch (IOException | RuntimeException e) {
            byEndpoint.remove(endpoint.id());
            Refusal refusal = Refusal.of(e, "start read-only endpoint %s".formatted(endpoint.id()));
            failures.note(endpoint.id(), refusal);
            throw refusal;
        }
    }

    private Standby begin(ReadOnlyEndpoint endpoint, Branch branch) throws IOException {
        Timeline timeline = parts.catalog().timeline(Lookup.timelineOf(branch)).orElseThrow();
        if (timeline.expectedEnd() != null || timeline.rolesDue()) {
            computes.start(branch); // it may still have the passwords of another time
        }
        Project project = parts.catalog().project(branch.projectId()).orElseThrow();
        Standby standby =
                new Standby(
                        parts,
                        branch,
                        computes.address(branch),
                        endpoint,
                        () -> ChosenSettings.of(parts.catalog(), project.id(), endpoint.id()),
                        (state, why) -> tell(endpoint, branch, state, why));
        byEndpoint.put(endpoint.id(), standby);
        try (Lease present = history.present(branch)) {
            standby.start(project, branch, present);
        }
        return standby;
    }

    private void tell(ReadOnlyEndpoint endpoint, Branch branch, ComputeState state, String why) {
        parts.happenings()
                .tell(
                        new Happening(
                                "endpoint." + state.word(),
                                branch.projectId(),
                                branch.id(),
                                null,
                                "%s of %s is %s".formatted(endpoint.id(), branch.name(), why),
                                null));
    }

    private Branch branch(ReadOnlyEndpoint endpoint) {
        return parts.catalog()
                .branch(endpoint.branchId())
                .filter(found -> found.state() == BranchState.READY)
                .orElseThrow(() -> Lookup.branchNotFound(endpoint.branchId()));
    }

    private Object monitor(String endpointId) {
        return monitors.computeIfAbsent(endpointId, id -> new Object());
    }
}
