package dev.cambium.engine.branch.history;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Happening;
import dev.cambium.engine.branch.retention.Lease;
import dev.cambium.engine.branch.retention.Leases;
import dev.cambium.engine.branch.retention.Trash;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.compute.ComputeState;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;
import dev.cambium.engine.timeline.NotAnImageException;
import dev.cambium.engine.wal.ControlFile;
import dev.cambium.engine.wal.ControlState;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Keeps images of branches while they live, so that their past stays near: of a running branch when
 * enough WAL lies behind the last one and a checkpoint was finished since, and of one that was
 * stopped cleanly. Between its looks it removes what the history window no longer needs.
 *
 * <p>One thread, and nobody waits for it. What it cannot do now is logged and tried again; without
 * it the past is only slower to open.
 */
public final class HistoryKeeper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HistoryKeeper.class);

    /** At the engine's stop nobody waits longer for images of the branches that were running. */
    private static final Duration LAST_RESTS_MAX = Duration.ofSeconds(2);

    private static final long END_SECONDS_MAX = 30;
    private static final String FELL_ASLEEP = "compute." + ComputeState.ASLEEP.word();

    private final EngineParts parts;
    private final Computes computes;
    private final WalHeads heads;
    private final Leases leases;
    private final PresentImage presentImage;
    private final Settling settling;
    private final HistoryPruning pruning;
    private final Trash trash;
    private final HistorySettings settings;
    private final AutoCloseable listening;
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("history-keeper").factory());

    public HistoryKeeper(
            EngineParts parts,
            Computes computes,
            WalHeads heads,
            Leases leases,
            Trash trash,
            HistorySettings settings) {
        this.parts = parts;
        this.computes = computes;
        this.heads = heads;
        this.leases = leases;
        this.presentImage = new PresentImage(computes, leases);
        this.settling = new Settling(parts, computes, heads, settings.settleBytesMin());
        this.pruning = new HistoryPruning(parts, computes, leases, settings);
        this.trash = trash;
        this.settings = settings;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        listening = parts.happenings().listen(this::heard);
    }

    public void start() {
        thread.execute(() -> attempt("look at sleeping branches", this::restAllThatSleep));
        every(settings.look(), "look at running branches", this::lookAtRunning);
        every(settings.prune(), "remove what the window no longer needs", pruning::pruneAll);
        every(Duration.ofHours(1), "empty the trash", trash::empty);
    }

    /** Ends the background work; {@link #restAll} may still be called. */
    @Override
    public void close() {
        try {
            listening.close();
            thread.shutdown();
            if (!thread.awaitTermination(END_SECONDS_MAX, TimeUnit.SECONDS)) {
                log.warn("The keeper of history is still at work; the engine stops all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            log.warn("The keeper of history did not end", e);
        }
    }

    /**
     * Keeps the rests of branches that were just stopped, all in one commit, as far as time allows.
     * Not where a seal is a copy: nobody shall wait for that.
     */
    public void restAll(Set<String> branchIds) {
        if (parts.volume().copies()) {
            return;
        }
        long deadline = System.nanoTime() + LAST_RESTS_MAX.toNanos();
        List<Lease> rests = new ArrayList<>();
        try {
            for (String branchId : branchIds) {
                if (System.nanoTime() > deadline) {
                    log.info("Not all clean stops were kept as images: there was no time");
                    break;
                }
                attempt("seal a stopped branch", () -> restIfDue(branchId).ifPresent(rests::add));
            }
            attempt("note the images of stopped branches", () -> keep(rests));
        } finally {
            rests.forEach(Lease::close);
        }
    }

    // ---- branches that sleep

    private void heard(Happening happening) {
        String branchId = happening.branchId();
        if (branchId != null && happening.kind().equals(FELL_ASLEEP) && !thread.isShutdown()) {
            thread.execute(
                    () -> attempt("keep the rest of a stopped branch", () -> rest(branchId)));
        }
    }

    private void restAllThatSleep() throws IOException {
        for (Branch branch : parts.catalog().allBranches()) {
            if (thread.isShutdown()) {
                return;
            }
            if (!branch.computeWanted()) {
                attempt("keep the rest of a sleeping branch", () -> rest(branch.id()));
            }
        }
    }

    private void rest(String branchId) throws IOException {
        Optional<Lease> rest = restIfDue(branchId);
        if (rest.isPresent()) {
            try (Lease lease = rest.get()) {
                keep(List.of(lease));
            }
        }
    }

    private Optional<Lease> restIfDue(String branchId) throws IOException {
        Branch branch = parts.catalog().branch(branchId).orElse(null);
        TimelineId timeline = branch == null ? null : branch.currentTimeline();
        if (timeline == null || computes.state(branchId) != ComputeState.ASLEEP) {
            return Optional.empty();
        }
        ControlFile control = control(timeline);
        Image newest = newest(timeline);
        boolean due =
                control.state() == ControlState.SHUT_DOWN
                        && (newest == null
                                || control.checkpointLsn().minus(newest.end())
                                        >= distance(timeline, settings.restBytesMin()));
        if (!due) {
            return Optional.empty();
        }
        return sealed(branchId, timeline, false);
    }

    // ---- branches that run

    private void lookAtRunning() {
        Map<String, TimelineId> running = computes.running();
        settling.retain(Set.copyOf(running.values()));
        running.forEach(
                (branchId, timeline) -> attempt("keep an image", () -> look(branchId, timeline)));
        running.forEach(
                (branchId, timeline) ->
                        attempt("let a branch settle", () -> settling.look(branchId, timeline)));
    }

    private void look(String branchId, TimelineId timeline) throws IOException {
        Lsn head = heads.head(timeline).orElse(null);
        if (head == null) {
            return;
        }
        Image newest = newest(timeline);
        long behind = newest == null ? Long.MAX_VALUE : head.minus(newest.end());
        if (behind < settings.sealBytes() || behind < distance(timeline, settings.sealBytes())) {
            return;
        }
        if (!checkpointedSince(timeline, newest)) {
            boolean far = behind >= distance(timeline, settings.checkpointBytes());
            Branch branch = far ? parts.catalog().branch(branchId).orElse(null) : null;
            if (branch == null || !presentImage.checkpoint(branch)) {
                return;
            }
        }
        Optional<Lease> sealed = sealed(branchId, timeline, true);
        if (sealed.isPresent()) {
            try (Lease lease = sealed.get()) {
                keep(List.of(lease));
                log.debug("Kept an image of {} at {}", timeline, lease.lsn());
            }
            parts.catalog().branch(branchId).ifPresent(pruning::prune);
        }
    }

    /** Whether a seal would be of use: its redo position lies behind that of the last image. */
    private boolean checkpointedSince(TimelineId timeline, @Nullable Image newest)
            throws IOException {
        ControlFile control = control(timeline);
        return control.state() == ControlState.IN_PRODUCTION
                && (newest == null || control.redoLsn().isAfter(newest.redo()));
    }

    // ---- both

    /**
     * Seals a branch that still does what it did. A copy takes long, and nobody shall wait with a
     * start or a stop for it: it is made all the same, because an image does not depend on what its
     * server does after pg_control was copied, and a rest behind which WAL was written meanwhile is
     * none.
     */
    private Optional<Lease> sealed(String branchId, TimelineId timeline, boolean running)
            throws IOException {
        return parts.volume().copies()
                ? sealed(timeline)
                : computes.steady(
                        branchId, runs -> runs == running ? sealed(timeline) : Optional.empty());
    }

    private Optional<Lease> sealed(TimelineId timeline) throws IOException {
        try {
            return Optional.of(leases.seal(timeline));
        } catch (NotAnImageException e) {
            log.debug("No image of {} now", timeline, e);
            return Optional.empty();
        }
    }

    private void keep(List<Lease> leases) {
        if (!leases.isEmpty()) {
            parts.catalog()
                    .commit(
                            change ->
                                    leases.forEach(
                                            lease ->
                                                    lease.birth(change, lease.image().timeline())));
        }
    }

    private @Nullable Image newest(TimelineId timeline) {
        List<Image> images = parts.catalog().images(timeline);
        return images.isEmpty() ? null : images.getLast();
    }

    /** Where a seal is a copy, it pays only when as much was written as is copied. */
    private long distance(TimelineId timeline, long bytes) throws IOException {
        return parts.volume().copies()
                ? Math.max(
                        Math.max(bytes, settings.sealBytes()),
                        parts.volume().space(timeline).logicalBytes())
                : bytes;
    }

    private ControlFile control(TimelineId timeline) throws IOException {
        return ControlFile.parse(parts.volume().read(timeline, ControlFile.PATH));
    }

    // ---- how

    private interface Step {
        void run() throws IOException;
    }

    private void every(Duration pause, String what, Step step) {
        var _ =
                thread.scheduleWithFixedDelay(
                        () -> attempt(what, step),
                        pause.toMillis(),
                        pause.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private static void attempt(String what, Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            log.warn("The keeper of history could not {} now: {}", what, e.toString());
            log.debug("Because", e);
        }
    }
}
