package dev.cambium.engine.branch.history;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Happening;
import dev.cambium.engine.branch.operation.JournalNotes;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.journal.JournalEntry.WalTick;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks every few seconds how much WAL the running branches have written, for the journal and the
 * window. What Postgres writes by itself in an idle database is not worth a tick.
 */
public final class WalTicker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WalTicker.class);

    private static final long SECONDS_BETWEEN = 2;

    /** A snapshot of running transactions and a checkpoint take less. */
    private static final long TICK_BYTES_MIN = 1024;

    private final EngineParts parts;
    private final JournalNotes journal;
    private final Computes computes;
    private final WalHeads heads;
    private final Map<TimelineId, Lsn> last = new HashMap<>();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("wal-ticker").factory());

    public WalTicker(EngineParts parts, Computes computes, WalHeads heads) {
        this.parts = parts;
        this.journal = new JournalNotes(parts.journal());
        this.computes = computes;
        this.heads = heads;
    }

    public void start() {
        var _ =
                timer.scheduleWithFixedDelay(
                        this::tickAll, SECONDS_BETWEEN, SECONDS_BETWEEN, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        timer.shutdown();
    }

    private void tickAll() {
        try {
            Map<String, TimelineId> running = computes.running();
            last.keySet().retainAll(running.values());
            running.forEach(
                    (branchId, timeline) ->
                            parts.catalog()
                                    .branch(branchId)
                                    .ifPresent(branch -> tick(branch, timeline)));
        } catch (RuntimeException e) {
            log.warn("WAL could not be looked at this time", e);
        }
    }

    private void tick(Branch branch, TimelineId timeline) {
        Lsn head = heads.head(timeline).orElse(null);
        if (head == null) {
            return;
        }
        Lsn before = last.putIfAbsent(timeline, head);
        if (before == null || head.minus(before) < TICK_BYTES_MIN) {
            return;
        }
        last.put(timeline, head);
        long bytes = head.minus(before);
        journal.note(
                new WalTick(
                        parts.clock().instant(),
                        branch.projectId(),
                        branch.id(),
                        timeline,
                        head,
                        bytes));
        parts.happenings()
                .tell(
                        new Happening(
                                "wal.written",
                                branch.projectId(),
                                branch.id(),
                                null,
                                "%s wrote %d bytes of WAL".formatted(branch.name(), bytes),
                                null));
    }
}
