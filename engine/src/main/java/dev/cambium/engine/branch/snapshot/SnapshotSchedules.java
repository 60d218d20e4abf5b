package dev.cambium.engine.branch.snapshot;

import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchState;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.SnapshotPlan;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The schedules after which branches get snapshots. When a plan runs next is in the catalog, and is
 * moved on by the commit that makes the snapshot: so a run is made once, whatever is killed when,
 * and the runs that were missed while the engine did not run are made up for by one. Thread-safe.
 */
public final class SnapshotSchedules {

    private static final Logger log = LoggerFactory.getLogger(SnapshotSchedules.class);

    /** Neon takes one line for each frequency; more than these make no sense. */
    private static final int PLANS_MAX = 10;

    /** Takes the snapshot that a plan asks for, and notes the next run in the same commit. */
    interface Taking {
        void take(Branch branch, SnapshotPlan plan, SnapshotPlan next);
    }

    private final Catalog catalog;
    private final Clock clock;
    private final Taking taking;

    SnapshotSchedules(Catalog catalog, Clock clock, Taking taking) {
        this.catalog = catalog;
        this.clock = clock;
        this.taking = taking;
    }

    /** What is planned for a branch; empty if nothing is. */
    public List<SnapshotPlan> of(Branch branch) {
        return catalog.snapshots().plans(branch.id());
    }

    /**
     * Gives a branch another schedule. A line that stays as it is keeps its next run.
     *
     * @param plans in the order wished; their branch, ordinal and next run are filled in here
     */
    public List<SnapshotPlan> replace(Branch branch, List<SnapshotPlan> plans) {
        if (plans.size() > PLANS_MAX) {
            throw new Refusal(
                    Kind.INVALID,
                    "SCHEDULE_INVALID",
                    "A schedule has %d lines at most; this one has %d."
                            .formatted(PLANS_MAX, plans.size()));
        }
        Instant now = clock.instant();
        List<SnapshotPlan> before = of(branch);
        List<SnapshotPlan> made = new ArrayList<>();
        for (SnapshotPlan plan : plans) {
            SnapshotPlan checked = Recurrence.checked(plan);
            Instant run =
                    before.stream()
                            .filter(old -> isSameRhythm(old, checked))
                            .map(SnapshotPlan::nextRun)
                            .findFirst()
                            .orElseGet(() -> Recurrence.next(checked, now));
            made.add(
                    new SnapshotPlan(
                            branch.id(),
                            made.size(),
                            checked.frequency(),
                            checked.hour(),
                            checked.day(),
                            checked.month(),
                            checked.retentionSeconds(),
                            run));
        }
        catalog.commit(change -> change.snapshots().replacePlans(branch.id(), made));
        return made;
    }

    /** Makes what is due, each plan at most once; what cannot be made now is tried again. */
    void runDue() {
        Instant now = clock.instant();
        for (SnapshotPlan plan : catalog.snapshots().allPlans()) {
            if (plan.nextRun().isAfter(now)) {
                continue;
            }
            Branch branch = catalog.branch(plan.branchId()).orElse(null);
            if (branch == null || branch.state() != BranchState.READY) {
                continue;
            }
            try {
                taking.take(branch, plan, plan.next(Recurrence.next(plan, now)));
            } catch (RuntimeException e) {
                log.warn(
                        "The {} snapshot of {} was not taken now: {}",
                        plan.frequency().word(),
                        branch.name(),
                        e.getMessage());
            }
        }
    }

    private static boolean isSameRhythm(SnapshotPlan one, SnapshotPlan other) {
        return one.frequency() == other.frequency()
                && Objects.equals(one.hour(), other.hour())
                && Objects.equals(one.day(), other.day())
                && Objects.equals(one.month(), other.month());
    }
}
