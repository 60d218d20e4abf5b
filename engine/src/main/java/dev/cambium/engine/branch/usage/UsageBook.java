package dev.cambium.engine.branch.usage;

import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.UsageHour;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Adds up what branches use, hour by hour, and answers for any stretch of time. Thread-safe. It is
 * in memory; what {@link #changed} tells has to be kept by somebody else.
 */
public final class UsageBook {

    /** The longest stretch that Neon's calls ask for, and some days. */
    static final Duration KEPT = Duration.ofDays(372);

    private static final double MILLIS_PER_HOUR = Duration.ofHours(1).toMillis();

    /** By branch, then by hour, none without an hour; guards itself and the rest. */
    private final Map<String, NavigableMap<Instant, UsageHour>> byBranch = new HashMap<>();

    private final Set<UsageHour> changed = new HashSet<>();

    UsageBook(List<UsageHour> known) {
        known.forEach(hour -> toWrite(hour.branchId()).put(hour.hour(), hour));
    }

    /** Adds what a branch used just now. */
    void add(Branch branch, Instant now, long activeMillis, long cpuMillis, long writtenBytes) {
        synchronized (byBranch) {
            UsageHour before = at(branch, now);
            put(
                    new UsageHour(
                            before.projectId(),
                            before.branchId(),
                            before.hour(),
                            branch.parentId() == null,
                            before.activeMillis() + activeMillis,
                            before.cpuMillis() + cpuMillis,
                            before.writtenBytes() + writtenBytes,
                            before.logicalBytes(),
                            before.storedBytes(),
                            before.historyBytes()));
        }
    }

    /** How large a branch is now; of the sizes of an hour the largest counts. */
    void size(Branch branch, Instant now, BranchSize size) {
        boolean root = branch.parentId() == null;
        synchronized (byBranch) {
            UsageHour before = at(branch, now);
            boolean first = !known(branch.id()).containsKey(before.hour());
            long stored = size.stored(root);
            long history = size.history() + size.wal();
            UsageHour after =
                    new UsageHour(
                            before.projectId(),
                            before.branchId(),
                            before.hour(),
                            root,
                            before.activeMillis(),
                            before.cpuMillis(),
                            before.writtenBytes(),
                            first
                                    ? size.logical()
                                    : Math.max(size.logical(), before.logicalBytes()),
                            first ? stored : Math.max(stored, before.storedBytes()),
                            first ? history : Math.max(history, before.historyBytes()));
            if (!after.equals(before)) {
                put(after);
            }
        }
    }

    /** Branches that are not among these have no size from the next hour on. */
    void keepOnly(Set<String> branchIds, Instant now) {
        Instant next = hourOf(now).plus(1, ChronoUnit.HOURS);
        synchronized (byBranch) {
            for (NavigableMap<Instant, UsageHour> hours : byBranch.values()) {
                UsageHour last = hours.lastEntry().getValue();
                boolean counts = last.storedBytes() + last.historyBytes() + last.logicalBytes() > 0;
                if (!branchIds.contains(last.branchId()) && counts) {
                    put(empty(last, next));
                }
            }
        }
    }

    /** Forgets hours that nobody can ask for any more, and tells which. */
    List<UsageHour> prune(Instant now) {
        Instant oldest = hourOf(now.minus(KEPT));
        List<UsageHour> gone = new ArrayList<>();
        synchronized (byBranch) {
            for (NavigableMap<Instant, UsageHour> hours : byBranch.values()) {
                // The newest of the old ones still tells how large the branch is.
                Instant base = hours.floorKey(oldest);
                if (base != null) {
                    gone.addAll(hours.headMap(base).values());
                    hours.headMap(base).clear();
                }
            }
            changed.removeAll(gone);
        }
        return gone;
    }

    /** What is to be kept, and was not told before; told again after {@link #notKept}. */
    List<UsageHour> changed() {
        synchronized (byBranch) {
            List<UsageHour> answer = List.copyOf(changed);
            changed.clear();
            return answer;
        }
    }

    /** These could not be kept: they are told again, unless there are newer ones of their hour. */
    void notKept(List<UsageHour> hours) {
        synchronized (byBranch) {
            hours.stream()
                    .filter(hour -> hour.equals(known(hour.branchId()).get(hour.hour())))
                    .forEach(changed::add);
        }
    }

    /** What one branch used from a moment to before another, both full hours. */
    public Usage ofBranch(String branchId, Instant from, Instant to, Instant now) {
        synchronized (byBranch) {
            return sum(known(branchId), from, to, now);
        }
    }

    /** What all branches of a project used, also those that are gone. */
    public Usage ofProject(String projectId, Instant from, Instant to, Instant now) {
        synchronized (byBranch) {
            return byBranch.values().stream()
                    .filter(hours -> projectOf(hours).equals(projectId))
                    .map(hours -> sum(hours, from, to, now))
                    .reduce(Usage.NONE, Usage::plus);
        }
    }

    /** The branches of a project of which anything is known, also those that are gone. */
    public List<String> branches(String projectId) {
        synchronized (byBranch) {
            return byBranch.entrySet().stream()
                    .filter(entry -> projectOf(entry.getValue()).equals(projectId))
                    .map(Map.Entry::getKey)
                    .sorted()
                    .toList();
        }
    }

    private static String projectOf(NavigableMap<Instant, UsageHour> hours) {
        return hours.firstEntry().getValue().projectId();
    }

    private static Usage sum(
            NavigableMap<Instant, UsageHour> hours, Instant from, Instant to, Instant now) {
        Usage sum = Usage.NONE;
        Instant first = hours.floorKey(from);
        for (UsageHour hour : hours.tailMap(first == null ? from : first, true).values()) {
            if (!hour.hour().isBefore(to)) {
                break;
            }
            Instant next = hours.higherKey(hour.hour());
            sum = after(sum, hour, from, to, next == null || next.isAfter(now) ? now : next);
        }
        return sum;
    }

    /** The sum before an hour, and what that hour and the quiet ones behind it add. */
    private static Usage after(
            Usage sum, UsageHour hour, Instant from, Instant to, Instant sizeUntil) {
        boolean inside = !hour.hour().isBefore(from);
        Instant begin = inside ? hour.hour() : from;
        Instant end = sizeUntil.isBefore(to) ? sizeUntil : to;
        double hours = Math.max(0, Duration.between(begin, end).toMillis()) / MILLIS_PER_HOUR;
        return new Usage(
                sum.activeMillis() + (inside ? hour.activeMillis() : 0),
                sum.cpuMillis() + (inside ? hour.cpuMillis() : 0),
                sum.writtenBytes() + (inside ? hour.writtenBytes() : 0),
                hour.logicalBytes(),
                hour.storedBytes() + hour.historyBytes(),
                sum.logicalByteHours() + hours * hour.logicalBytes(),
                sum.rootByteHours() + (hour.root() ? hours * hour.storedBytes() : 0),
                sum.childByteHours() + (hour.root() ? 0 : hours * hour.storedBytes()),
                sum.historyByteHours() + hours * hour.historyBytes());
    }

    /** The hour as it is known, or one in which the branch has its last size and used nothing. */
    private UsageHour at(Branch branch, Instant now) {
        Instant hour = hourOf(now);
        Map.Entry<Instant, UsageHour> last = known(branch.id()).floorEntry(hour);
        if (last == null) {
            return new UsageHour(branch.projectId(), branch.id(), hour, true, 0, 0, 0, 0, 0, 0);
        }
        UsageHour known = last.getValue();
        return known.hour().equals(hour)
                ? known
                : new UsageHour(
                        known.projectId(),
                        known.branchId(),
                        hour,
                        known.root(),
                        0,
                        0,
                        0,
                        known.logicalBytes(),
                        known.storedBytes(),
                        known.historyBytes());
    }

    private static UsageHour empty(UsageHour last, Instant hour) {
        return new UsageHour(
                last.projectId(), last.branchId(), hour, last.root(), 0, 0, 0, 0, 0, 0);
    }

    private void put(UsageHour hour) {
        UsageHour before = toWrite(hour.branchId()).put(hour.hour(), hour);
        if (before != null) {
            changed.remove(before);
        }
        changed.add(hour);
    }

    /** To look at only: there is no entry for a branch of which nothing is known. */
    private NavigableMap<Instant, UsageHour> known(String branchId) {
        return byBranch.getOrDefault(branchId, Collections.emptyNavigableMap());
    }

    private NavigableMap<Instant, UsageHour> toWrite(String branchId) {
        return byBranch.computeIfAbsent(branchId, _ -> new TreeMap<>());
    }

    private static Instant hourOf(Instant moment) {
        return moment.truncatedTo(ChronoUnit.HOURS);
    }
}
