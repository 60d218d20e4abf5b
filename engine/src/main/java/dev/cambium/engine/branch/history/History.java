package dev.cambium.engine.branch.history;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Lookup;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.branch.retention.Lease;
import dev.cambium.engine.branch.retention.Leases;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;
import dev.cambium.engine.timeline.ImageKind;
import dev.cambium.engine.timeline.NotAnImageException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The past of timelines: which images there are, which moments open from them, and who is opening
 * one. Thread-safe.
 */
public final class History {

    /**
     * With more WAL than this to replay (about 8 ms for each MB), a checkpoint of the parent first
     * is the faster way to a child that answers.
     */
    private static final long REPLAY_BYTES_MAX = 32L << 20;

    private final EngineParts parts;
    private final WalHeads heads;
    private final Leases leases;
    private final PresentImage presentImage;

    public History(EngineParts parts, Computes computes, WalHeads heads, Leases leases) {
        this.parts = parts;
        this.heads = heads;
        this.leases = leases;
        this.presentImage = new PresentImage(computes, leases);
    }

    /**
     * The newest image from which a point opens, held until the lease is closed.
     *
     * @throws Refusal naming the reachable range, if the point is outside of it
     */
    public Lease lease(TimelineId timeline, Lsn lsn) throws IOException {
        Reach reach = reach(timeline).orElseThrow(() -> nothingReachable(timeline));
        if (!reach.contains(lsn)) {
            throw outside(lsn, reach);
        }
        return leases.take(() -> newestBefore(timeline, lsn), lsn)
                .orElseThrow(() -> outside(lsn, reach));
    }

    /**
     * The present of a branch, as an image that is held until the lease is closed. A branch whose
     * server was killed in the middle of a start or stop is started for it. {@link Lease#birth}
     * keeps the image; otherwise a seal that was taken for it is given up at the end of the lease.
     */
    public Lease present(Branch branch) throws IOException {
        Optional<Lease> same = unchanged(Lookup.timelineOf(branch));
        if (same.isPresent()) {
            return same.get();
        }
        Lease lease = presentImage.seal(branch);
        boolean wanted = false;
        try {
            wanted = !isFar(lease.image()) || !presentImage.checkpoint(branch);
            return wanted ? lease : presentImage.seal(branch);
        } finally {
            if (!wanted) {
                lease.close();
            }
        }
    }

    /**
     * The first image of a timeline that nobody uses yet: a rest of its own.
     *
     * @param timeline one whose server was stopped cleanly
     */
    public Lease rest(TimelineId timeline) throws IOException {
        try {
            return leases.seal(timeline);
        } catch (NotAnImageException e) {
            throw new IOException("It did not come to rest: " + e.getMessage(), e);
        }
    }

    /** What can be opened now; empty while the timeline has no image. */
    public Optional<Reach> reach(TimelineId timeline) {
        return reach(
                parts.catalog().timeline(timeline).orElse(null), parts.catalog().images(timeline));
    }

    /**
     * As {@link #reach(TimelineId)} for rows that were read already.
     *
     * @param timeline null if there is none
     * @param images of it, by their end
     */
    public Optional<Reach> reach(@Nullable Timeline timeline, List<Image> images) {
        Instant fromTime = since(timeline, images).orElse(null);
        if (timeline == null || fromTime == null) {
            return Optional.empty();
        }
        Lsn birth = timeline.parentLsn();
        Lsn oldest = images.getFirst().end();
        Lsn from = birth != null && birth.isAfter(oldest) ? birth : oldest;
        Lsn head = heads.head(timeline.id()).orElse(images.getLast().end());
        Lsn to = head.isBefore(from) ? from : head;
        return Optional.of(new Reach(from, fromTime, to, parts.clock().instant()));
    }

    /** From when on a timeline can be opened; to know that nothing of it needs to be read. */
    public Optional<Instant> since(@Nullable Timeline timeline, List<Image> images) {
        if (timeline == null || images.isEmpty()) {
            return Optional.empty();
        }
        Instant begun = timeline.createdAt();
        Instant oldest = images.getFirst().createdAt();
        return Optional.of(oldest.isBefore(begun) ? begun : oldest);
    }

    private Optional<Image> newestBefore(TimelineId timeline, Lsn lsn) {
        return parts.catalog().images(timeline).stream()
                .filter(image -> !image.end().isAfter(lsn))
                .max(
                        Comparator.comparing(Image::end)
                                .thenComparing(image -> image.kind() == ImageKind.REST)
                                .thenComparing(Image::redo));
    }

    /** An image at whose end nothing was written since. */
    private Optional<Lease> unchanged(TimelineId timeline) {
        Optional<Lsn> head = heads.head(timeline);
        return head.flatMap(
                end ->
                        leases.take(
                                () ->
                                        newestBefore(timeline, end)
                                                .filter(image -> image.end().equals(end))
                                                .filter(image -> !isFar(image)),
                                end));
    }

    private static boolean isFar(Image image) {
        return image.end().minus(image.redo()) > REPLAY_BYTES_MAX;
    }

    private static Refusal nothingReachable(TimelineId timeline) {
        return new Refusal(
                Kind.CONFLICT,
                "NO_HISTORY",
                "Of %s nothing but its present can be opened: no image of it was kept. One is kept when it sleeps or is branched."
                        .formatted(timeline));
    }

    private static Refusal outside(Lsn lsn, Reach reach) {
        return new Refusal(
                Kind.INVALID,
                "OUT_OF_HISTORY",
                "%s cannot be reached. What can is from %s (%s) to %s, which is now."
                        .formatted(lsn, reach.from(), reach.fromTime(), reach.to()));
    }
}
