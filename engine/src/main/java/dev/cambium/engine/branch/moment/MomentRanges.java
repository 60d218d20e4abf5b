package dev.cambium.engine.branch.moment;

import dev.cambium.engine.branch.history.BranchRows;
import dev.cambium.engine.branch.history.History;
import dev.cambium.engine.branch.history.KeptRows;
import dev.cambium.engine.branch.history.Reach;
import dev.cambium.engine.branch.moment.MomentRange.Span;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Tenure;
import dev.cambium.engine.page.TimelineId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which moments of a branch can be opened: what its timelines reach, and within that the times at
 * which it was on them. Thread-safe.
 */
final class MomentRanges {

    private final KeptRows kept;
    private final History history;

    MomentRanges(KeptRows kept, History history) {
        this.kept = kept;
        this.history = history;
    }

    /** Empty while nothing but its present can be opened. */
    Optional<MomentRange> of(Branch branch) {
        return of(branch, kept.forBranches(1));
    }

    Optional<MomentRange> of(Branch branch, BranchRows rows) {
        TimelineId timeline = branch.currentTimeline();
        List<Tenure> tenures = rows.tenures(branch.id());
        if (timeline == null || tenures.isEmpty()) {
            return Optional.empty();
        }
        Instant since = tenures.getLast().from();
        return reach(timeline, rows)
                .map(
                        reach ->
                                new MomentRange(
                                        reach.from(),
                                        later(reach.fromTime(), since),
                                        reach.to(),
                                        reach.toTime(),
                                        earlier(tenures, rows)));
    }

    private Optional<Reach> reach(TimelineId timeline, BranchRows rows) {
        return history.reach(rows.timeline(timeline), rows.images(timeline));
    }

    private List<Span> earlier(List<Tenure> tenures, BranchRows rows) {
        List<Span> spans = new ArrayList<>();
        for (Tenure tenure : tenures) {
            Instant end = tenure.to();
            if (end != null) {
                reach(tenure.timeline(), rows)
                        .map(reach -> later(reach.fromTime(), tenure.from()))
                        .filter(from -> from.isBefore(end))
                        .ifPresent(from -> spans.add(new Span(from, end)));
            }
        }
        return spans;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
