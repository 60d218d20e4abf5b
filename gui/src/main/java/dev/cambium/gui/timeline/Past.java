package dev.cambium.gui.timeline;

import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.TimelineQuery;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a branch's past: all of its marks, and slices of the stretch in view.
 *
 * @param reach what can be opened; null while nothing but the present can
 * @param marks of everything within reach, in order of time
 * @param slices of the stretch in view, in order
 * @param complete false while the engine still reads
 */
record Past(
        BranchTimeline.@Nullable Reach reach,
        List<BranchTimeline.Mark> marks,
        List<BranchTimeline.Slice> slices,
        boolean complete) {

    static final Past UNKNOWN = new Past(null, List.of(), List.of(), true);

    /** Nobody can point at less, and a young branch has little past. */
    static final Duration SHORTEST = Duration.ofMinutes(1);

    /**
     * A server at rest notes what runs, some 50 bytes now and then, counted over a slice or two.
     */
    private static final long QUIET_BYTES_MAX = 255;

    /** Whether nobody wrote in a slice, only the server for itself. */
    static boolean isQuiet(BranchTimeline.Slice slice) {
        return slice.commits() == 0 && slice.aborts() == 0 && slice.walBytes() <= QUIET_BYTES_MAX;
    }

    /**
     * Asks the engine; blocks.
     *
     * @param view the stretch to divide into slices; null means all that is within reach
     * @param most how many slices at most
     */
    static Past read(
            EngineClient client,
            String projectId,
            String branchId,
            @Nullable Stretch view,
            int most,
            Instant now) {
        BranchTimeline whole = client.past().timeline(projectId, branchId, TimelineQuery.all(1));
        BranchTimeline.Reach reach = whole.reach();
        Stretch shown = view;
        if (shown == null) {
            Instant begin = reach == null ? whole.from() : reach.fromTime();
            shown = whole(begin, now.isBefore(whole.to()) ? whole.to() : now);
        }
        Duration step = shown.step(most);
        Stretch asked = shown.aligned(step);
        BranchTimeline detail =
                client.past()
                        .timeline(
                                projectId,
                                branchId,
                                new TimelineQuery(asked.from(), asked.to(), asked.steps(step)));
        return new Past(
                reach,
                whole.marks().stream()
                        .sorted(Comparator.comparing(BranchTimeline.Mark::time))
                        .toList(),
                detail.slices(),
                whole.complete() && detail.complete());
    }

    /** From a beginning until now, and never shorter than can be pointed at. */
    static Stretch whole(Instant begin, Instant now) {
        Instant latest = now.minus(SHORTEST);
        return new Stretch(begin.isBefore(latest) ? begin : latest, now);
    }

    /** The slice that ends at a moment or holds it: what led to it. */
    Optional<BranchTimeline.Slice> sliceUntil(Instant moment) {
        for (BranchTimeline.Slice slice : slices) {
            if (slice.from().isBefore(moment) && !slice.to().isBefore(moment)) {
                return Optional.of(slice);
            }
        }
        return Optional.empty();
    }

    /** The last slice up to a moment in which something was committed. */
    Optional<BranchTimeline.Slice> lastCommitsUntil(Instant moment) {
        for (BranchTimeline.Slice slice : slices.reversed()) {
            if (slice.from().isBefore(moment) && slice.commits() > 0) {
                return Optional.of(slice);
            }
        }
        return Optional.empty();
    }

    /** Where the next or the last slice begins; empty at the ends. */
    Optional<Instant> border(Instant moment, boolean later) {
        if (later) {
            return slices.stream()
                    .map(BranchTimeline.Slice::to)
                    .filter(each -> each.isAfter(moment))
                    .findFirst();
        }
        return slices.reversed().stream()
                .map(BranchTimeline.Slice::from)
                .filter(each -> each.isBefore(moment))
                .findFirst();
    }

    /** The border of a slice nearest to a moment; the moment itself where no slice is known. */
    Instant nearestBorder(Instant moment) {
        return slices.stream()
                .flatMap(slice -> java.util.stream.Stream.of(slice.from(), slice.to()))
                .min(Comparator.comparing(each -> Duration.between(each, moment).abs()))
                .filter(
                        each ->
                                sliceUntil(moment).isPresent()
                                        || Duration.between(each, moment).isZero())
                .orElse(moment);
    }
}
