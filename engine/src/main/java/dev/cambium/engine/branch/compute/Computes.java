package dev.cambium.engine.branch.compute;

import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Lookup;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.branch.retention.Timelines;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchState;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.compute.Compute;
import dev.cambium.engine.compute.ComputeAddress;
import dev.cambium.engine.compute.ComputeException;
import dev.cambium.engine.compute.ComputeState;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.page.TimelineId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The computes of all branches, at most one each, always on the branch's current timeline.
 * Thread-safe; starting, stopping and sealing one branch exclude each other.
 */
public final class Computes {

    private static final Logger log = LoggerFactory.getLogger(Computes.class);

    /** Clients wait this long for the new content of a branch; imports may take longer. */
    private static final Duration EXCHANGE_PATIENCE = Duration.ofMinutes(5);

    private static final Followers NOBODY =
            new Followers() {
                @Override
                public void end(String branchId) {}

                @Override
                public void started(String branchId) {}
            };

    private final EngineParts parts;
    private final ComputeNews news;
    private final PortChooser ports;
    private final ComputeMaking made;
    private final NextComputes besides;
    private final Map<String, Compute> byBranch = new ConcurrentHashMap<>();
    private final Map<String, Object> monitors = new ConcurrentHashMap<>();
    private final FailedStarts failures = new FailedStarts();
    private final Holds holds = new Holds();
    private final Visitors visitors = new Visitors();
    private final DueStarts due = new DueStarts();
    private volatile boolean closing;
    private volatile Followers followers = NOBODY;
    private final ComputeNotes notes;

    public Computes(
            EngineParts parts, ServerRoles roles, ServerDatabases databases, PortChooser ports) {
        this.parts = parts;
        this.ports = ports;
        this.news = new ComputeNews(parts, databases);
        this.made = new ComputeMaking(parts, roles);
        this.besides = new NextComputes(made, ports, news);
        this.notes = new ComputeNotes(news);
    }

    /** Who is to be told from now on. */
    public void tell(Followers followers) {
        this.followers = followers;
    }

    /** Where the compute of a branch listens, or will when it starts. */
    public ComputeAddress address(Branch branch) {
        Compute known = byBranch.get(branch.id());
        return known == null ? ComputeAddress.tcp(branch.port()) : known.address();
    }

    public ComputeState state(String branchId) {
        Compute compute = byBranch.get(branchId);
        ComputeState state = compute == null ? ComputeState.ASLEEP : compute.state();
        boolean atRest = state == ComputeState.ASLEEP || state == ComputeState.CRASHED;
        return atRest && due.isDue(branchId) ? ComputeState.STARTING : state;
    }

    /** Why its compute crashed or did not start; empty when all is well. */
    public Optional<String> reason(String branchId) {
        return Optional.ofNullable(byBranch.get(branchId)).flatMap(Compute::reason);
    }

    /** The branches whose computes answer, with their computes' timelines. */
    public Map<String, TimelineId> running() {
        Map<String, TimelineId> found = new ConcurrentHashMap<>();
        byBranch.forEach(
                (branchId, compute) -> {
                    if (compute.state() == ComputeState.RUNNING) {
                        found.put(branchId, compute.timeline());
                    }
                });
        return found;
    }

    /** The first process of a branch's compute if it answers. */
    public OptionalLong processId(String branchId) {
        Compute compute = byBranch.get(branchId);
        return compute == null || compute.state() != ComputeState.RUNNING
                ? OptionalLong.empty()
                : compute.processId();
    }

    /**
     * The way into the compute of a branch if it answers, without starting it and without counting
     * as use; it may be stopped at any time.
     */
    public Optional<Console> consoleIfRunning(String branchId) {
        return Optional.ofNullable(byBranch.get(branchId))
                .filter(compute -> compute.state() == ComputeState.RUNNING)
                .map(Compute::console);
    }

    /** Something that must not meet a start or a stop of the branch's compute. */
    public interface Steady<T> {
        T run(boolean computeRuns) throws IOException;
    }

    /** Runs it while the branch's compute neither starts nor stops. */
    public <T> T steady(String branchId, Steady<T> work) throws IOException {
        synchronized (monitor(branchId)) {
            return work.run(state(branchId) == ComputeState.RUNNING);
        }
    }

    /**
     * Starts the compute of a branch on its current timeline; returns its console when it answers,
     * at once when it runs.
     *
     * @throws Refusal with the reason if it does not start, or does not begin at its point
     */
    public Console start(Branch branch) {
        synchronized (monitor(branch.id())) {
            return started(branch).console();
        }
    }

    /**
     * Begins to start the compute of a branch and does not wait for it; who connects meanwhile
     * does. Whoever stops it first wins. If it does not start, {@link #reason} says why, and the
     * next client tries again.
     */
    public void startSoon(Branch branch) {
        String id = branch.id();
        due.add(
                id,
                () -> {
                    synchronized (monitor(id)) {
                        if (due.isDue(id)) {
                            started(branch);
                        }
                    }
                });
    }

    /**
     * Lets a client in: starts the compute unless it runs, and counts the client until {@link
     * #leave}. Waits while the content of the branch is exchanged, so that a client never meets the
     * old one. Of many clients that come at once the first starts it; if that fails, it fails for
     * all of them.
     *
     * @throws Refusal with the reason if it does not start
     */
    public ComputeAddress enter(Branch branch) {
        String id = branch.id();
        long askedNanos = System.nanoTime();
        while (true) {
            holds.awaitFree(id, EXCHANGE_PATIENCE);
            synchronized (monitor(id)) {
                if (!holds.bars(id)) {
                    failures.throwIfSince(id, askedNanos);
                    ComputeAddress address = started(branch).address();
                    visitors.enter(id);
                    return address;
                }
            }
        }
    }

    /** How many clients are connected to a branch. */
    public int visitors(String branchId) {
        return visitors.count(branchId);
    }

    /** For how long no client of a branch has come or gone, and it was not started. */
    public Duration quiet(String branchId) {
        return Duration.ofNanos(visitors.quietNanos(branchId));
    }

    /** When a client of a branch last came or went. */
    public Optional<Instant> lastActive(String branchId) {
        return visitors.lastActive(branchId);
    }

    /** A client that was let in has gone. */
    public void leave(String branchId) {
        visitors.leave(branchId);
    }

    /**
     * Stops the compute of a branch whose content is about to be exchanged, and lets nobody start
     * it but this thread, until the answer is closed.
     */
    public Holds.Hold hold(String branchId) {
        Holds.Hold hold = holds.take(branchId);
        try {
            followers.end(branchId);
            stop(branchId);
            return hold;
        } catch (RuntimeException e) {
            hold.close();
            throw e;
        }
    }

    /** Whether another thread is exchanging the content of a branch. */
    public boolean isExchanged(String branchId) {
        return holds.bars(branchId);
    }

    /**
     * Waits until no other thread is.
     *
     * @throws Refusal if that takes longer
     */
    public void awaitExchange(String branchId, Duration patience) {
        holds.awaitFree(branchId, patience);
    }

    /**
     * Starts a server on content that a branch is about to get, while its own goes on serving; it
     * gets the branch's roles when it takes over.
     *
     * @param next the timeline with that content, as it will be in the catalog
     * @throws Refusal if it does not start, or does not begin at its point
     */
    public NextCompute nextCompute(Branch branch, Timeline next) {
        return besides.start(branch, next);
    }

    /**
     * Exchanges the content below a branch: ends its compute at once, so that no client writes to
     * the old content any more, and gives the next one its roles meanwhile; makes the exchange
     * last, and lets clients in on the new content. Those that come meanwhile wait.
     *
     * @param next serves from now on; null lets the branch sleep
     * @param outcome commits the exchange
     * @throws RuntimeException if the exchange failed; the compute stays stopped then
     */
    public void exchange(Branch branch, @Nullable NextCompute next, Runnable outcome) {
        String id = branch.id();
        try (Holds.Hold held = holds.take(id)) {
            followers.end(id);
            synchronized (monitor(id)) {
                Compute old = byBranch.get(id);
                boolean inUse = visitors.count(id) > 0; // whoever comes waits for the monitor
                if (next != null) {
                    next.succeed(old, inUse);
                } else if (old != null) {
                    old.stopAtOnce(inUse);
                }
                outcome.run();
                failures.forget(id);
                retire(branch, byBranch.remove(id));
                if (next != null) {
                    Compute compute = next.take();
                    byBranch.put(id, compute);
                    visitors.touch(id);
                    note(branch, Timelines.proven(next.timeline()));
                }
            }
        }
    }

    /** Gives back the port of a compute that did not begin as the branch's. */
    private void retire(Branch branch, @Nullable Compute compute) {
        if (compute != null && compute.address().port() != branch.port()) {
            ports.giveBack(compute.address().port());
        }
    }

    private void note(Branch branch, Timeline timeline) {
        String id = branch.id();
        notes.started(branch, timeline, () -> consoleIfRunning(id), () -> followers.started(id));
    }

    /** The compute of a branch, running. The caller has the branch's monitor. */
    private Compute started(Branch branch) {
        Compute known = byBranch.get(branch.id());
        if (known != null && known.state() == ComputeState.RUNNING) {
            return known; // it is stopped before a branch gets another timeline
        }
        if (holds.bars(branch.id())) {
            throw Holds.busy(branch.name());
        }
        if (closing) {
            throw new Refusal(Kind.UNAVAILABLE, "ENGINE_STOPS", "The engine is stopping.");
        }
        Branch now = asItIs(branch);
        Timeline timeline = parts.catalog().timeline(Lookup.timelineOf(now)).orElseThrow();
        Compute compute = computeOn(now, timeline);
        try {
            made.start(branch, timeline, compute);
        } catch (ComputeException | IOException | SQLException e) {
            Refusal refusal = ComputeMaking.notStarted(branch, e);
            failures.note(branch.id(), refusal);
            throw refusal;
        }
        visitors.touch(branch.id());
        note(branch, timeline);
        return compute;
    }

    /** Stops the compute of a branch cleanly; does nothing if it does not run. */
    public void stop(String branchId) {
        synchronized (monitor(branchId)) {
            due.forget(branchId);
            Compute compute = byBranch.get(branchId);
            if (compute == null) {
                return;
            }
            try {
                compute.stop();
            } catch (ComputeException e) {
                // It ended all the same, and what it had committed is in its WAL.
                log.warn("The compute of {} was not stopped cleanly: {}", branchId, e.getMessage());
            }
        }
    }

    /** Stops the compute of a branch that is going away, and forgets it. */
    public void forget(String branchId) {
        followers.end(branchId);
        synchronized (monitor(branchId)) {
            stop(branchId);
            Compute compute = byBranch.remove(branchId);
            if (compute != null) {
                ports.giveBack(compute.address().port());
            }
            failures.forget(branchId);
            visitors.forget(branchId);
        }
        monitors.remove(branchId);
    }

    /** Stops all computes, several at a time, and starts none any more. */
    public void stopAll() {
        closing = true;
        due.close();
        notes.close();
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            List<Future<?>> stopping = new ArrayList<>();
            for (String branchId : byBranch.keySet()) {
                stopping.add(executor.submit(() -> stop(branchId)));
            }
            log.info("Stopping {} computes", stopping.size());
        }
    }

    private Compute computeOn(Branch branch, Timeline timeline) {
        Compute known = byBranch.get(branch.id());
        if (known != null && known.timeline().equals(timeline.id())) {
            return known;
        }
        retire(branch, known);
        Compute compute =
                made.on(
                        branch,
                        timeline,
                        branch.port(),
                        (state, why) -> news.onState(branch, state, why));
        byBranch.put(branch.id(), compute);
        return compute;
    }

    /** With the timeline and the port that it has by now. */
    private Branch asItIs(Branch branch) {
        return parts.catalog()
                .branch(branch.id())
                .filter(found -> found.state() != BranchState.DELETING)
                .orElseThrow(() -> Lookup.branchNotFound(branch.name()));
    }

    private Object monitor(String branchId) {
        return monitors.computeIfAbsent(branchId, id -> new Object());
    }
}
