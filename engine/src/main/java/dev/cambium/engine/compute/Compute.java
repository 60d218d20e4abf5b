package dev.cambium.engine.compute;

import dev.cambium.engine.page.Invariant;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.posix.Signals;
import dev.cambium.engine.posix.Signals.Signal;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * One Postgres server on one timeline, as a direct child of the engine.
 *
 * <p>Thread-safe: starting and stopping exclude each other; the state can be read at any time.
 */
public final class Compute {

    private static final Logger log = LoggerFactory.getLogger(Compute.class);

    /** Replay of some gigabytes of WAL is still a start; beyond this something is wrong. */
    private static final int START_SECONDS_MAX = 600;

    /** A fast shutdown ends sessions and writes a checkpoint of at most shared_buffers. */
    private static final int STOP_SECONDS_MAX = 120;

    /** So long an orderly shutdown may take to tell the sessions, when nobody needs its rest. */
    private static final int FAREWELL_MILLIS_MAX = 40;

    /** Its presence makes a server follow another one (access/xlog.h). */
    private static final String STANDBY_SIGNAL = "standby.signal";

    private final ComputePlan plan;
    private final BiConsumer<ComputeState, String> listener;
    private boolean mayHaveStaleLock;

    private final Object transition = new Object();
    private volatile ComputeState state = ComputeState.ASLEEP;
    private volatile @Nullable String reason;
    private volatile @Nullable Process process;

    /**
     * @param listener hears of each new state with one line for people, on any thread
     */
    public Compute(ComputePlan plan, BiConsumer<ComputeState, String> listener) {
        this.plan = plan;
        this.listener = listener;
        this.mayHaveStaleLock = !plan.fresh();
    }

    public TimelineId timeline() {
        return plan.timeline();
    }

    public ComputeState state() {
        return state;
    }

    /** Why the last start failed or the process died; empty when all is well. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    public ComputeAddress address() {
        return plan.address();
    }

    /** The number of its first process; empty when there is none. */
    public OptionalLong processId() {
        Process known = process;
        return known == null ? OptionalLong.empty() : OptionalLong.of(known.pid());
    }

    public Console console() {
        return new Console(plan.folders().sockets(), plan.address().port());
    }

    /**
     * Starts the server and returns when it answers; returns at once when it runs.
     *
     * @throws ComputeException with the reason; no process is left then
     */
    public void start() throws ComputeException {
        start(Map.of());
    }

    /**
     * As {@link #start()}, with settings that this start needs and no configuration may change.
     *
     * @param needed names and values
     */
    public void start(Map<String, String> needed) throws ComputeException {
        synchronized (transition) {
            if (state == ComputeState.RUNNING) {
                return;
            }
            PostgresBinaries binaries = requireBinaries();
            requireFreePort();
            move(ComputeState.STARTING, "starting");
            try {
                launch(binaries, needed);
            } catch (ComputeException | IOException | InterruptedException e) {
                endAfterFailedStart();
                String why =
                        e instanceof ComputeException
                                ? Objects.requireNonNull(e.getMessage())
                                : e.toString();
                reason = why;
                move(ComputeState.ASLEEP, why);
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                throw new ComputeException(why, e);
            }
        }
    }

    /**
     * Shuts the server down cleanly, ending its sessions; returns when the process has ended.
     *
     * @throws ComputeException if it had to be killed; what was committed is safe all the same
     */
    public void stop() throws ComputeException {
        synchronized (transition) {
            Process running = process;
            if (running == null || state != ComputeState.RUNNING) {
                return;
            }
            move(ComputeState.STOPPING, "stopping");
            Signals.send(running.pid(), Signal.INTERRUPT);
            boolean ended = awaitEnd(running, STOP_SECONDS_MAX);
            if (!ended) {
                endAtOnce(running);
            }
            process = null;
            if (!ended || running.exitValue() != 0) {
                reason = "It did not shut down cleanly; the next start recovers it.";
                move(ComputeState.CRASHED, reason);
                throw new ComputeException(reason);
            }
            mayHaveStaleLock = false;
            move(ComputeState.ASLEEP, "asleep");
        }
    }

    /**
     * Ends the server at once: its sessions are told (57P01), its shutdown checkpoint is not waited
     * for. What was committed is in its WAL, and the next start on the timeline recovers it. Does
     * nothing if it does not run.
     *
     * @param inUse whether it has sessions that need be told
     */
    public void stopAtOnce(boolean inUse) {
        synchronized (transition) {
            Process running = process;
            if (running == null || state != ComputeState.RUNNING) {
                return;
            }
            move(ComputeState.STOPPING, "stopping");
            if (inUse) {
                Signals.send(running.pid(), Signal.INTERRUPT);
            }
            if (!inUse || !awaitEnd(running, FAREWELL_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
                endAtOnce(running);
            }
            process = null;
            move(ComputeState.ASLEEP, "asleep");
        }
    }

    /**
     * Ends the server without a shutdown, for a timeline that is thrown away: on a full disk a
     * shutdown would not come to its end. Does nothing if it does not run.
     */
    public void abort() {
        synchronized (transition) {
            Process running = process;
            if (running == null || state != ComputeState.RUNNING) {
                return;
            }
            move(ComputeState.STOPPING, "stopping");
            endAtOnce(running);
            process = null;
            move(ComputeState.CRASHED, "ended");
        }
    }

    private PostgresBinaries requireBinaries() throws ComputeException {
        try {
            return plan.binaries().find();
        } catch (ComputeException | IOException e) {
            String why = Objects.requireNonNullElse(e.getMessage(), e.toString());
            reason = why;
            throw new ComputeException(why, e);
        }
    }

    private void requireFreePort() throws ComputeException {
        int port = plan.address().port();
        if (!plan.address().overTcp() || PortOwner.isFree(ComputeAddress.HOST, port)) {
            return;
        }
        String owner = PortOwner.find(port).map(found -> " by " + found).orElse("");
        reason =
                "Port %d is in use%s. End that program, then start the branch again."
                        .formatted(port, owner);
        throw new ComputeException(reason);
    }

    private void launch(PostgresBinaries binaries, Map<String, String> needed)
            throws ComputeException, IOException, InterruptedException {
        if (mayHaveStaleLock) {
            DataFolderProcesses.removeLock(plan.dataFolder());
        }
        mayHaveStaleLock = true;
        if (plan.purpose() == ComputePurpose.STANDBY) {
            DataFolderProcesses.make(plan.dataFolder().resolve(STANDBY_SIGNAL));
        }
        ServerLog serverLog =
                new ServerLog(plan.folders().logs().resolve(plan.timeline() + ".log"));
        List<String> command = new ArrayList<>(plan.purpose().prefix());
        command.addAll(
                binaries.command(
                        "postgres", ComputeSettings.arguments(plan, binaries.major(), needed)));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(key -> key.startsWith("PG"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.redirectErrorStream(true);
        Process started = builder.start();
        process = started;
        started.getOutputStream().close();
        serverLog.follow(started.getInputStream());
        started.onExit().thenAccept(this::onExit).exceptionally(this::logUnexpected);
        if (!serverLog.awaitReady(START_SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new ComputeException("Postgres did not start: " + serverLog.lastError());
        }
        reason = null;
        move(ComputeState.RUNNING, "running");
        if (!started.isAlive()) {
            onExit(started); // it died before anyone would have noted it
        }
    }

    private void endAfterFailedStart() {
        Process failed = process;
        process = null;
        if (failed != null) {
            endAtOnce(failed);
        }
    }

    /**
     * SIGQUIT lets the postmaster end its children first; SIGKILL would leave them to themselves.
     */
    private static void endAtOnce(Process running) {
        Signals.send(running.pid(), Signal.QUIT);
        if (!awaitEnd(running, 10)) {
            running.destroyForcibly();
            awaitEnd(running, 10);
        }
    }

    private static boolean awaitEnd(Process running, int seconds) {
        return awaitEnd(running, seconds, TimeUnit.SECONDS);
    }

    private static boolean awaitEnd(Process running, int count, TimeUnit unit) {
        try {
            return running.waitFor(count, unit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void onExit(Process ended) {
        if (state != ComputeState.RUNNING) {
            return; // start or stop sees to it
        }
        synchronized (transition) {
            if (ended.equals(process) && state == ComputeState.RUNNING) {
                process = null;
                reason =
                        "Its Postgres process ended by itself (exit code %d); see its log."
                                .formatted(ended.exitValue());
                move(ComputeState.CRASHED, reason);
            }
        }
    }

    private @Nullable Void logUnexpected(Throwable failure) {
        log.error("Could not note the end of the compute of {}", plan.timeline(), failure);
        return null;
    }

    private void move(ComputeState next, String why) {
        Invariant.check(state.leadsTo(next), "a compute went from %s to %s", state, next);
        state = next;
        listener.accept(next, why);
    }
}
