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

    /** A branch that each test resets has thousands, which are one span. */
    private List<Span> earlier(List<Tenure> tenures, BranchRows known) {
        // Whoever has all rows needs none read anew.
        boolean many = known instanceof BranchRows.Asked && tenures.size() > 1;
        BranchRows rows = many ? kept.forBranches(tenures.size()) : known;
        List<Span> spans = new ArrayList<>();
        for (Tenure tenure : tenures) {
            Instant end = tenure.to();
            if (end != null) {
                TimelineId timeline = tenure.timeline();
                history.since(rows.timeline(timeline), rows.images(timeline))
                        .map(since -> later(since, tenure.from()))
                        .filter(from -> from.isBefore(end))
                        .ifPresent(from -> append(spans, from, end));
            }
        }
        return spans;
    }

    /** As a part of the last one, if it begins where that ends. */
    private static void append(List<Span> spans, Instant from, Instant end) {
        if (!spans.isEmpty() && !from.isAfter(spans.getLast().toTime())) {
            spans.set(spans.size() - 1, new Span(spans.getLast().fromTime(), end));
        } else {
            spans.add(new Span(from, end));
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
