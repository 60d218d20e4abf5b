package dev.cambium.gui.timeline;

import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.gui.mark.MarkKind;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Finds the mark that a pointer near it means, and the marks before and after a moment. */
final class Snap {

    private Snap() {}

    /**
     * The nearest mark that can be opened; one of those that matter less only from half as far, and
     * only when no other is within reach.
     */
    static BranchTimeline.@Nullable Mark nearest(
            List<BranchTimeline.Mark> marks, Instant moment, Duration reach) {
        BranchTimeline.Mark big = nearest(marks, moment, reach, false);
        return big != null ? big : nearest(marks, moment, reach.dividedBy(2), true);
    }

    private static BranchTimeline.@Nullable Mark nearest(
            List<BranchTimeline.Mark> marks, Instant moment, Duration reach, boolean small) {
        BranchTimeline.Mark found = null;
        Duration best = reach;
        for (BranchTimeline.Mark mark : marks) {
            Duration away = Duration.between(mark.time(), moment).abs();
            if (opens(mark) && MarkKind.of(mark).small() == small && away.compareTo(best) <= 0) {
                // Of marks at one place the last one drawn lies on top; it is the one meant.
                found = mark;
                best = away;
            }
        }
        return found;
    }

    /**
     * The next mark that can be opened, going from where one stands; null when there is none. Marks
     * at the same moment are gone through one by one.
     */
    static BranchTimeline.@Nullable Mark next(
            List<BranchTimeline.Mark> marks, Position position, Instant now, boolean later) {
        List<BranchTimeline.Mark> opening = marks.stream().filter(Snap::opens).toList();
        if (position instanceof Position.AtMark at) {
            int index = opening.indexOf(at.mark());
            if (index >= 0) {
                int next = index + (later ? 1 : -1);
                return next >= 0 && next < opening.size() ? opening.get(next) : null;
            }
        }
        Instant from = position.time(now);
        if (later) {
            return opening.stream().filter(m -> m.time().isAfter(from)).findFirst().orElse(null);
        }
        return opening.reversed().stream()
                .filter(m -> m.time().isBefore(from))
                .findFirst()
                .orElse(null);
    }

    private static boolean opens(BranchTimeline.Mark mark) {
        return mark.moment() != null;
    }
}
