package dev.cambium.gui.memory;

import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.BranchTimeline.Mark;
import dev.cambium.engine.api.BranchTimeline.RelationWrites;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.TimelineQuery;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The past of one branch in memory: transactions in the order of their LSNs, and marks. It answers
 * what the engine answers: slices that are counted from the transactions, and the point that a
 * moment stands for.
 */
public final class MemoryPast {

    /**
     * A transaction.
     *
     * @param begin where its first record lies
     * @param end where its commit record ends
     */
    public record Transaction(
            Instant time, long begin, long end, boolean aborted, List<RelationWrites> rows) {}

    private final Instant began;
    private final long firstLsn;
    private final List<Transaction> transactions = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private long head;

    public MemoryPast(Instant began, long firstLsn) {
        this.began = began;
        this.firstLsn = firstLsn;
        head = firstLsn;
    }

    public static String lsn(long value) {
        return String.format(Locale.ROOT, "%X/%X", value >>> 32, value & 0xFFFFFFFFL);
    }

    private static long parseLsn(String text) {
        int slash = text.indexOf('/');
        return Long.parseLong(text.substring(0, slash), 16) << 32
                | Long.parseLong(text.substring(slash + 1), 16);
    }

    /** Adds a transaction at the end. */
    public Transaction commit(Instant time, long walBytes, RelationWrites... rows) {
        return add(time, walBytes, false, List.of(rows));
    }

    public Transaction abort(Instant time, long walBytes) {
        return add(time, walBytes, true, List.of());
    }

    private synchronized Transaction add(
            Instant time, long walBytes, boolean aborted, List<RelationWrites> rows) {
        Transaction added = new Transaction(time, head, head + walBytes, aborted, rows);
        head = added.end();
        transactions.add(added);
        return added;
    }

    public synchronized void mark(Mark mark) {
        marks.add(mark);
        marks.sort(Comparator.comparing(Mark::time));
    }

    /** A mark whose moment lies just before a transaction. */
    public Mark markBefore(String kind, Transaction at, String label, String table, long rows) {
        Mark made = new Mark(kind, at.time(), lsn(at.begin()), label, List.of(table), rows, null);
        mark(made);
        return made;
    }

    /** A mark at a time, for example a checkpoint. */
    public Mark markAt(String kind, Instant time, String label, @Nullable String id) {
        Mark made = new Mark(kind, time, lsn(lsnAt(time)), label, List.of(), 0, id);
        mark(made);
        return made;
    }

    public synchronized void remove(String id) {
        marks.removeIf(mark -> id.equals(mark.id()));
    }

    public synchronized List<Mark> marks() {
        return List.copyOf(marks);
    }

    /** The end of the last transaction stamped until then. */
    synchronized long lsnAt(Instant time) {
        long lsn = firstLsn;
        for (Transaction each : transactions) {
            if (each.time().isAfter(time)) {
                break;
            }
            lsn = each.end();
        }
        return lsn;
    }

    private Instant timeAt(long lsn) {
        Instant time = began;
        for (Transaction each : transactions) {
            if (each.end() > lsn) {
                break;
            }
            time = each.time();
        }
        return time;
    }

    synchronized BranchTimeline answer(String branchId, TimelineQuery query) {
        Instant to = query.to() == null ? Instant.now() : query.to();
        Instant from = query.from() == null ? began : query.from();
        int count = query.slices();
        double nanos = Math.max(1, Duration.between(from, to).toNanos());
        List<List<Transaction>> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(new ArrayList<>());
        }
        for (Transaction each : transactions) {
            if (!each.time().isBefore(from) && each.time().isBefore(to)) {
                double share = Duration.between(from, each.time()).toNanos() / nanos;
                parts.get(Math.clamp((int) (share * count), 0, count - 1)).add(each);
            }
        }
        List<BranchTimeline.Slice> slices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            slices.add(
                    slice(
                            from.plusNanos(Math.round(nanos * i / count)),
                            from.plusNanos(Math.round(nanos * (i + 1) / count)),
                            parts.get(i)));
        }
        List<Transaction> all = parts.stream().flatMap(List::stream).toList();
        Instant last = transactions.isEmpty() ? began : transactions.getLast().time();
        return new BranchTimeline(
                branchId,
                new BranchTimeline.Reach(lsn(firstLsn), began, lsn(head), last),
                from,
                to,
                slices,
                written(all, 50),
                marks.stream()
                        .filter(m -> !m.time().isBefore(from) && m.time().isBefore(to))
                        .toList(),
                true);
    }

    private static BranchTimeline.Slice slice(Instant from, Instant to, List<Transaction> part) {
        List<RelationWrites> rows = written(part, Integer.MAX_VALUE);
        return new BranchTimeline.Slice(
                from,
                to,
                part.isEmpty() ? null : lsn(part.getFirst().begin()),
                part.isEmpty() ? null : lsn(part.getLast().end()),
                part.stream().mapToLong(each -> each.end() - each.begin()).sum(),
                part.stream().filter(each -> !each.aborted()).count(),
                part.stream().filter(Transaction::aborted).count(),
                rows.stream().mapToLong(RelationWrites::inserted).sum(),
                rows.stream().mapToLong(RelationWrites::updated).sum(),
                rows.stream().mapToLong(RelationWrites::deleted).sum(),
                rows.stream().limit(5).toList());
    }

    private static List<RelationWrites> written(List<Transaction> part, int most) {
        Map<String, RelationWrites> sums = new LinkedHashMap<>();
        for (Transaction each : part) {
            for (RelationWrites rows : each.rows()) {
                sums.merge(
                        rows.label(),
                        rows,
                        (a, b) ->
                                new RelationWrites(
                                        a.database(),
                                        a.schema(),
                                        a.name(),
                                        a.inserted() + b.inserted(),
                                        a.updated() + b.updated(),
                                        a.deleted() + b.deleted()));
            }
        }
        return sums.values().stream()
                .sorted(Comparator.comparing(RelationWrites::rows).reversed())
                .limit(most)
                .toList();
    }

    /** The point that a moment stands for, or a refusal that names the reachable range. */
    synchronized FoundMoment find(String branch, String at) {
        Instant now = Instant.now();
        if (at.equals("head")) {
            return found(branch, at, head, now, null);
        }
        if (at.indexOf('/') < 0) {
            Instant time = Instant.parse(at);
            if (time.isBefore(began) || time.isAfter(now)) {
                throw outOfReach(branch, at);
            }
            return found(branch, at, lsnAt(time), time, null);
        }
        long asked = parseLsn(at);
        if (asked < firstLsn || asked > head) {
            throw outOfReach(branch, at);
        }
        long border = firstLsn;
        for (Transaction each : transactions) {
            if (each.begin() <= asked) {
                border = each.begin();
            }
            if (each.end() <= asked) {
                border = each.end();
            }
        }
        return found(branch, at, border, timeAt(border), border == asked ? null : at);
    }

    private static FoundMoment found(
            String branch, String at, long lsn, Instant time, @Nullable String rounded) {
        return new FoundMoment(
                branch,
                at,
                lsn(lsn),
                time,
                rounded,
                0,
                branch + " as it was at " + time + " (" + lsn(lsn) + ").");
    }

    private EngineException outOfReach(String branch, String at) {
        return new EngineException(
                400,
                "OUT_OF_HISTORY",
                "%s cannot be opened at %s. It can be from %s (%s) to %s (now)."
                        .formatted(branch, at, began, lsn(firstLsn), lsn(head)));
    }
}
