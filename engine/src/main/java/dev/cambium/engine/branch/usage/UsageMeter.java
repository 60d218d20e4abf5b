package dev.cambium.engine.branch.usage;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.endpoint.Standbys;
import dev.cambium.engine.branch.history.WalHeads;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchState;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.catalog.UsageHour;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Looks every two seconds which computes run, how much processor time they have used and how much
 * WAL they have written, and writes it down every five minutes and at the end. One thread.
 */
public final class UsageMeter implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(UsageMeter.class);

    private static final Duration LOOK = Duration.ofSeconds(2);

    /** A commit takes some 16 KiB of the catalog's file until the next start: 5 MB a day. */
    private static final Duration NOTE = Duration.ofMinutes(5);

    /** An engine that has just started has better things to do than to walk over all files. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final EngineParts parts;
    private final Computes computes;
    private final Standbys standbys;
    private final WalHeads heads;
    private final Function<List<Branch>, List<BranchSize>> sizes;
    private final UsageBook book;
    private final Map<TimelineId, Lsn> marks;
    private final Map<TimelineId, Lsn> newMarks = new HashMap<>();
    private Map<String, TimelineId> ranBefore = Map.of();
    private Map<Long, Long> cpuBefore = Map.of();
    private long lookedNanos = System.nanoTime();
    private long notedNanos = System.nanoTime();
    private final long startedNanos = System.nanoTime();
    private final Set<String> measured = new HashSet<>();
    private Instant hourMeasured = Instant.EPOCH;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("usage-meter").factory());

    public UsageMeter(
            EngineParts parts,
            Computes computes,
            Standbys standbys,
            WalHeads heads,
            Function<List<Branch>, List<BranchSize>> sizes) {
        this.parts = parts;
        this.computes = computes;
        this.standbys = standbys;
        this.heads = heads;
        this.sizes = sizes;
        this.book = new UsageBook(parts.catalog().usage().hours());
        this.marks = parts.catalog().usage().marks();
    }

    /** What was used, to the last look. */
    public UsageBook book() {
        return book;
    }

    public void start() {
        var _ =
                timer.scheduleWithFixedDelay(
                        this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Looks a last time and notes it; to be called while the computes still run. */
    @Override
    public void close() {
        timer.close();
        look();
        note();
    }

    private void look() {
        try {
            Instant now = parts.clock().instant();
            long nanos = System.nanoTime();
            long millis = TimeUnit.NANOSECONDS.toMillis(nanos - lookedNanos);
            lookedNanos = nanos;
            Map<String, TimelineId> running = computes.running();
            Map<Long, Long> cpu = new HashMap<>();
            running.forEach(
                    (branchId, timeline) -> {
                        used(branchId, computes.processId(branchId), now, millis, cpu);
                        written(branchId, timeline, now);
                    });
            standbys.running()
                    .forEach(
                            standby ->
                                    used(
                                            standby.endpoint().branchId(),
                                            standby.processId(),
                                            now,
                                            millis,
                                            cpu));
            // What was written between the last look and the end of a compute.
            ranBefore.forEach(
                    (branchId, timeline) -> {
                        if (!timeline.equals(running.get(branchId))) {
                            written(branchId, timeline, now);
                        }
                    });
            ranBefore = running;
            cpuBefore = cpu;
            measure(now, running);
            if (nanos - notedNanos > NOTE.toNanos()) {
                note();
            }
        } catch (RuntimeException e) {
            log.warn("What branches use could not be looked at this time", e);
        }
    }

    private void used(
            String branchId, OptionalLong process, Instant now, long millis, Map<Long, Long> cpu) {
        if (process.isEmpty()) {
            return;
        }
        long used = ProcessorTime.of(process.getAsLong());
        long before = cpuBefore.getOrDefault(process.getAsLong(), 0L);
        cpu.put(process.getAsLong(), Math.max(used, before));
        branch(branchId, found -> book.add(found, now, millis, Math.max(0, used - before), 0));
    }

    /** Counts WAL from where it was counted to before, or from where the timeline began. */
    private void written(String branchId, TimelineId timeline, Instant now) {
        Lsn head = heads.head(timeline).orElse(null);
        if (head == null) {
            return;
        }
        Lsn mark = marks.get(timeline);
        if (mark == null) {
            mark = parts.catalog().timeline(timeline).map(Timeline::parentLsn).orElse(head);
        }
        if (!head.equals(marks.put(timeline, head))) {
            newMarks.put(timeline, head);
        }
        long bytes = head.minus(mark);
        if (bytes > 0) {
            branch(branchId, found -> book.add(found, now, 0, 0, bytes));
        }
    }

    private void branch(String branchId, Consumer<Branch> action) {
        parts.catalog().branch(branchId).ifPresent(action);
    }

    /** Who has just woken is measured at once, who runs now and then, and all once an hour. */
    private void measure(Instant now, Map<String, TimelineId> running) {
        boolean due = System.nanoTime() - notedNanos > NOTE.toNanos();
        for (String id : running.keySet()) {
            if (due || measured.add(id)) {
                branch(id, found -> size(List.of(found), now));
            }
        }
        measured.retainAll(running.keySet());
        boolean settled = System.nanoTime() - startedNanos > SETTLED.toNanos();
        if (settled && !now.truncatedTo(ChronoUnit.HOURS).equals(hourMeasured)) {
            measureAll(now);
        }
    }

    /** Sleeping branches change their size, too, when their past is pruned. */
    private void measureAll(Instant now) {
        hourMeasured = now.truncatedTo(ChronoUnit.HOURS);
        List<Branch> branches =
                parts.catalog().allBranches().stream()
                        .filter(branch -> branch.state() == BranchState.READY)
                        .toList();
        size(branches, now);
        book.keepOnly(branches.stream().map(Branch::id).collect(Collectors.toSet()), now);
    }

    private void size(List<Branch> branches, Instant now) {
        List<BranchSize> measured = sizes.apply(branches);
        for (int i = 0; i < branches.size(); i++) {
            book.size(branches.get(i), now, measured.get(i));
        }
    }

    private void note() {
        notedNanos = System.nanoTime();
        List<UsageHour> old = book.prune(parts.clock().instant());
        List<UsageHour> hours = book.changed();
        Set<TimelineId> gone =
                marks.keySet().stream()
                        .filter(timeline -> parts.catalog().timeline(timeline).isEmpty())
                        .collect(Collectors.toSet());
        if (old.isEmpty() && hours.isEmpty() && newMarks.isEmpty() && gone.isEmpty()) {
            return;
        }
        try {
            parts.catalog()
                    .commit(
                            change -> {
                                old.forEach(
                                        hour ->
                                                change.usage()
                                                        .remove(hour.branchId(), hour.hour()));
                                hours.forEach(change.usage()::put);
                                newMarks.forEach(change.usage()::putMark);
                                gone.forEach(change.usage()::removeMark);
                            });
            newMarks.clear();
            marks.keySet().removeAll(gone);
        } catch (RuntimeException e) {
            book.notKept(hours);
            log.warn("What branches use could not be noted this time", e);
        }
    }
}
