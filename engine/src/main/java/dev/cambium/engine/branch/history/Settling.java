package dev.cambium.engine.branch.history;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.wal.ControlFile;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Has a running branch that nobody writes to any more write the checkpoint that Postgres would
 * write within minutes: whatever starts on what it holds, a branch of it, a reset, itself after a
 * crash, then has next to nothing to replay. Called by one thread, again and again.
 */
final class Settling {

    private static final Logger log = LoggerFactory.getLogger(Settling.class);

    /**
     * Each checkpoint has pages written whole once more, which all stay for as long as the past
     * does: a branch that is written to again and again soon gets hardly more than by Postgres' own
     * default.
     */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);

    private static final Duration PAUSE_MAX = Duration.ofMinutes(5);

    /** An idle server writes snapshots of running transactions, of some dozens of bytes each. */
    private static final long IDLE_BYTES_MAX = 1024;

    private final EngineParts parts;
    private final Computes computes;
    private final WalHeads walHeads;
    private final long bytesMin;
    private final Map<TimelineId, Lsn> heads = new HashMap<>();

    private final Map<TimelineId, Settled> settled = new HashMap<>();

    /**
     * A checkpoint that was asked for here.
     *
     * @param nanos when, by {@link System#nanoTime}
     * @param pause until the next may be
     */
    private record Settled(long nanos, Duration pause) {

        boolean isLately() {
            return System.nanoTime() - nanos < pause.toNanos();
        }

        Settled again() {
            Duration longer = pause.multipliedBy(2);
            return new Settled(
                    System.nanoTime(), longer.compareTo(PAUSE_MAX) < 0 ? longer : PAUSE_MAX);
        }
    }

    /**
     * @param bytesMin with less WAL to replay a checkpoint is not worth its while
     */
    Settling(EngineParts parts, Computes computes, WalHeads walHeads, long bytesMin) {
        this.parts = parts;
        this.computes = computes;
        this.walHeads = walHeads;
        this.bytesMin = bytesMin;
    }

    /** Forgets all timelines but those that run. */
    void retain(Set<TimelineId> running) {
        heads.keySet().retainAll(running);
        settled.keySet().retainAll(running);
    }

    void look(String branchId, TimelineId timeline) throws IOException {
        Lsn head = walHeads.head(timeline).orElse(null);
        if (head == null) {
            return;
        }
        Lsn before = heads.put(timeline, head);
        if (before == null || head.minus(before) > IDLE_BYTES_MAX || isSettledLately(timeline)) {
            return;
        }
        ControlFile control = ControlFile.parse(parts.volume().read(timeline, ControlFile.PATH));
        if (head.minus(control.redoLsn()) >= bytesMin) {
            settled.merge(
                    timeline,
                    new Settled(System.nanoTime(), FIRST_PAUSE),
                    (last, first) -> last.again());
            checkpoint(branchId, timeline);
        }
    }

    private boolean isSettledLately(TimelineId timeline) {
        Settled last = settled.get(timeline);
        return last != null && last.isLately();
    }

    /** Not held against its start and stop: clients that come meanwhile need not wait. */
    private void checkpoint(String branchId, TimelineId timeline) {
        Optional<Console> console = computes.consoleIfRunning(branchId);
        if (console.isEmpty()) {
            return;
        }
        try {
            console.get().checkpoint();
        } catch (SQLException e) {
            log.debug("{} was stopped before its checkpoint, or let nobody in", timeline, e);
        }
    }
}
