package dev.cambium.engine.branch;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.endpoint.Doors;
import dev.cambium.engine.branch.history.BranchRows;
import dev.cambium.engine.branch.history.KeptRows;
import dev.cambium.engine.branch.history.WalHeads;
import dev.cambium.engine.branch.moment.Moments;
import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.volume.SpaceUse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Measures how branches are. Space takes a walk over files, so it is measured at most every few
 * seconds for each timeline. Thread-safe.
 */
final class Conditions {

    private static final Logger log = LoggerFactory.getLogger(Conditions.class);

    private static final Duration SPACE_AGE_MAX = Duration.ofSeconds(3);

    private record Measured(SpaceUse space, long walBytes, Instant at) {

        boolean isOlderThan(Duration age, Instant now) {
            return !at.plus(age).isAfter(now);
        }
    }

    private final EngineParts parts;
    private final KeptRows kept;
    private final Computes computes;
    private final BranchLocks locks;
    private final WalHeads heads;
    private final Moments moments;
    private final Doors doors;
    private final Map<TimelineId, Measured> spaces = new ConcurrentHashMap<>();

    Conditions(
            EngineParts parts,
            KeptRows kept,
            Computes computes,
            BranchLocks locks,
            WalHeads heads,
            Moments moments,
            Doors doors) {
        this.parts = parts;
        this.kept = kept;
        this.computes = computes;
        this.locks = locks;
        this.heads = heads;
        this.moments = moments;
        this.doors = doors;
    }

    BranchCondition of(Branch branch) {
        return of(List.of(branch)).getFirst();
    }

    /** In the order of the branches. Costs little more for a thousand than for ten. */
    List<BranchCondition> of(List<Branch> branches) {
        BranchRows rows = kept.forBranches(branches.size());
        measure(branches, rows);
        return branches.stream().map(branch -> measured(branch, rows)).toList();
    }

    private BranchCondition measured(Branch branch, BranchRows rows) {
        TimelineId timeline = branch.currentTimeline();
        Measured measured = timeline == null ? null : spaces.get(timeline);
        Lsn head = timeline == null ? null : heads.head(timeline).orElse(null);
        return new BranchCondition(
                computes.state(branch.id()),
                doors.reason(branch.id()).or(() -> computes.reason(branch.id())).orElse(null),
                head,
                measured == null ? 0 : measured.space().logicalBytes(),
                measured == null ? 0 : measured.space().uniqueBytes(),
                measured == null ? 0 : measured.space().historyBytes(),
                measured == null ? 0 : measured.space().sharedBytes(),
                measured == null ? 0 : measured.walBytes(),
                locks.isHeld(branch.id()),
                moments.range(branch, rows).orElse(null),
                rows.schemaSource(branch.id()),
                timeline != null && rows.isMasked(timeline),
                rows.restore(branch.id()));
    }

    void forget(TimelineId timeline) {
        spaces.remove(timeline);
    }

    /** Looks at the space of those that were not looked at for some seconds. */
    private void measure(List<Branch> branches, BranchRows rows) {
        Instant now = parts.clock().instant();
        Map<TimelineId, Set<SealId>> due = new HashMap<>();
        for (Branch branch : branches) {
            TimelineId timeline = branch.currentTimeline();
            Measured known = timeline == null ? null : spaces.get(timeline);
            if (timeline != null && (known == null || known.isOlderThan(SPACE_AGE_MAX, now))) {
                due.put(timeline, rows.ownSeals(timeline));
            }
        }
        if (due.isEmpty()) {
            return;
        }
        try {
            parts.volume()
                    .spaces(due)
                    .forEach(
                            (timeline, space) ->
                                    spaces.put(
                                            timeline,
                                            new Measured(space, walBytes(timeline), now)));
        } catch (IOException e) {
            log.debug("The space of {} timelines could not be measured", due.size(), e);
        }
    }

    /** As it was known, if it cannot be measured now: that of others can. */
    private long walBytes(TimelineId timeline) {
        try {
            return parts.walFolders().allocatedBytes(timeline);
        } catch (IOException e) {
            log.debug("The WAL of {} could not be measured", timeline, e);
            Measured known = spaces.get(timeline);
            return known == null ? 0 : known.walBytes();
        }
    }
}
