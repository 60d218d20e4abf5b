package dev.cambium.engine.branch.snapshot;

import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.catalog.Snapshot;
import dev.cambium.engine.catalog.SnapshotState;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Sees to snapshots in the background: materialises them, one after another, takes those that are
 * planned, and deletes those that have expired. One thread, and nobody waits for it.
 */
final class SnapshotKeeper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SnapshotKeeper.class);

    /** Plans are at full hours; nobody misses a snapshot for some seconds. */
    private static final long LOOK_SECONDS = 10;

    /** A materialisation that takes longer is broken off, and done again by the next engine. */
    private static final long END_SECONDS_MAX = 10;

    private final EngineParts parts;
    private final MaterialiseSnapshot materialise;
    private final SnapshotSchedules schedules;
    private final SnapshotRemoval removal;
    private volatile boolean closed;
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("snapshot-keeper").factory());

    SnapshotKeeper(
            EngineParts parts,
            MaterialiseSnapshot materialise,
            SnapshotSchedules schedules,
            SnapshotRemoval removal) {
        this.parts = parts;
        this.materialise = materialise;
        this.schedules = schedules;
        this.removal = removal;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /**
     * Finishes what an earlier engine left half done, then begins. To be called behind the settling
     * of operations, which has thrown away half-made rests.
     */
    void start() {
        for (Snapshot snapshot : parts.catalog().snapshots().all()) {
            switch (snapshot.state()) {
                case READY ->
                        attempt("tidy a snapshot", () -> materialise.tidy(snapshot.timeline()));
                case MATERIALISING, FAILED ->
                        parts.catalog()
                                .commit(
                                        change ->
                                                change.snapshots()
                                                        .put(
                                                                snapshot.in(
                                                                        SnapshotState.PENDING,
                                                                        null,
                                                                        parts.clock().instant())));
                case PENDING -> {}
            }
        }
        var _ = thread.scheduleWithFixedDelay(this::look, 0, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** There is a snapshot that was not there before. */
    void wake() {
        thread.execute(this::look);
    }

    private void look() {
        attempt("take what is planned", schedules::runDue);
        attempt("delete what has expired", removal::expire);
        attempt("materialise", this::materialisePending);
    }

    private void materialisePending() {
        for (Optional<Snapshot> next = pending(); next.isPresent(); next = pending()) {
            if (closed) {
                return;
            }
            Snapshot snapshot = next.get();
            materialise.run(snapshot, parts.catalog().project(snapshot.projectId()).orElseThrow());
            removal.emptyTrash();
        }
    }

    private Optional<Snapshot> pending() {
        return parts.catalog().snapshots().all().stream()
                .filter(snapshot -> snapshot.state() == SnapshotState.PENDING)
                .min(Comparator.comparing(Snapshot::createdAt));
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void attempt(String what, Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            log.warn("The keeper of snapshots could not {} now", what, e);
        }
    }

    /** Ends the background work; what takes long to materialise is broken off. */
    @Override
    public void close() {
        closed = true;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(END_SECONDS_MAX, TimeUnit.SECONDS)) {
                attempt("end the hidden server", materialise::breakOff);
                if (!thread.awaitTermination(END_SECONDS_MAX, TimeUnit.SECONDS)) {
                    log.warn("The keeper of snapshots is still at work; the engine stops anyway");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
