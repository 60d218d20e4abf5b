package dev.cambium.engine.branch.moment;

import dev.cambium.engine.branch.history.BranchRows;
import dev.cambium.engine.branch.history.Digests;
import dev.cambium.engine.branch.history.History;
import dev.cambium.engine.branch.history.KeptRows;
import dev.cambium.engine.branch.history.Reach;
import dev.cambium.engine.branch.history.WalHeads;
import dev.cambium.engine.branch.moment.Moment.AtLsn;
import dev.cambium.engine.branch.moment.Moment.AtTime;
import dev.cambium.engine.branch.moment.Moment.Head;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Lookup;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.branch.retention.Lease;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Tenure;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;
import dev.cambium.engine.wal.ControlFile;
import dev.cambium.engine.wal.TimeSearch;
import dev.cambium.engine.wal.TimeSearch.Cut;
import dev.cambium.engine.wal.WalFolder;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Finds the point that a moment of a branch stands for, and holds the image it opens from.
 *
 * <p>An LSN means the timeline that the branch is on now. A time means the timeline that a client
 * saw which was connected then: a branch that was reset can be asked for a time before that, while
 * what it held then is in the trash. Every refusal says what can be asked for instead. Thread-safe.
 */
public final class Moments {

    private final EngineParts parts;
    private final History history;
    private final WalHeads heads;
    private final Digests digests;
    private final MomentRanges ranges;
    private final MomentRefusals refusals;

    public Moments(
            EngineParts parts, KeptRows kept, History history, WalHeads heads, Digests digests) {
        this.parts = parts;
        this.history = history;
        this.heads = heads;
        this.digests = digests;
        this.ranges = new MomentRanges(kept, history);
        this.refusals = new MomentRefusals(parts.catalog(), ranges);
    }

    /**
     * Finds a moment; the caller closes what is found when it has opened it.
     *
     * @throws Refusal if the branch cannot be opened there
     */
    public Found find(Branch branch, Moment moment) throws IOException {
        return switch (moment) {
            case Head _ -> present(branch, moment);
            case AtLsn at -> atLsn(branch, at);
            case AtTime at -> atTime(branch, at);
        };
    }

    /** Where a branch is now, without opening anything. */
    public FoundMoment presentOf(Branch branch) {
        Lsn head = heads.head(Lookup.timelineOf(branch)).orElse(Lsn.ZERO);
        return new FoundMoment(branch.name(), Moment.HEAD, head, parts.clock().instant(), null, 0);
    }

    private Found present(Branch branch, Moment moment) throws IOException {
        Lease lease = history.present(branch);
        return new Found(branch, moment, lease, parts.clock().instant(), null, 0);
    }

    private Found atLsn(Branch branch, AtLsn at) throws IOException {
        TimelineId timeline = Lookup.timelineOf(branch);
        Reach reach = history.reach(timeline).orElseThrow(() -> refusals.nothing(branch));
        if (at.lsn().isBefore(reach.from())) {
            throw refusals.before(branch, timeline, at.lsn());
        }
        if (at.lsn().isAfter(reach.to())) {
            throw refusals.behind(branch, at.lsn());
        }
        // Held while WAL is read, so that it stays there.
        try (Lease from = history.lease(timeline, at.lsn())) {
            Lsn start = later(from.image().end(), reach.from());
            Cut cut = TimeSearch.at(walIn(timeline), start, at.lsn());
            requireWhole(branch, timeline, cut, at.lsn());
            Instant last = cut.lastStamp();
            return new Found(
                    branch,
                    at,
                    history.lease(timeline, cut.lsn()),
                    last == null ? from.image().createdAt() : last,
                    cut.lsn().equals(at.lsn()) ? null : at.lsn(),
                    0);
        }
    }

    private Found atTime(Branch branch, AtTime at) throws IOException {
        if (at.time().isAfter(parts.clock().instant())) {
            throw refusals.future(at.time(), parts.clock().instant());
        }
        Tenure tenure = tenureAt(branch, at.time());
        TimelineId timeline = tenure.timeline();
        Reach reach =
                history.reach(timeline).orElseThrow(() -> refusals.gone(branch, tenure, at.time()));
        if (at.time().isBefore(reach.fromTime())) {
            throw refusals.before(branch, tenure, at.time(), reach);
        }
        try (Lease from = history.lease(timeline, searchedFrom(timeline, at.time(), reach))) {
            // Before the search: what is written meanwhile is later than any time that was asked.
            Lsn head = heads.head(timeline).orElse(reach.to());
            Cut cut = TimeSearch.at(walIn(timeline), from.lsn(), at.time());
            requireWhole(branch, timeline, cut, head);
            return new Found(
                    branch,
                    at,
                    history.lease(timeline, cut.lsn()),
                    at.time(),
                    null,
                    cut.leftBehind());
        }
    }

    /** The tenure in which a client was that was connected at a time. */
    private Tenure tenureAt(Branch branch, Instant time) {
        List<Tenure> tenures = parts.catalog().tenures(branch.id());
        if (tenures.isEmpty()) {
            Lookup.timelineOf(branch);
        }
        if (time.isBefore(tenures.getFirst().from())) {
            throw refusals.beforeBirth(branch, tenures.getFirst(), time);
        }
        return tenures.stream()
                .filter(tenure -> !time.isBefore(tenure.from()))
                .filter(tenure -> isBeforeEnd(time, tenure.to()))
                .findFirst()
                .orElse(tenures.getLast());
    }

    private static boolean isBeforeEnd(Instant time, @Nullable Instant end) {
        return end == null || time.isBefore(end);
    }

    /**
     * The end of the newest image that was taken at or before a time: all that is in front of it
     * was written, and so stamped, before that. Or a place behind it that is known to be nearer.
     */
    private Lsn searchedFrom(TimelineId timeline, Instant time, Reach reach) throws IOException {
        Lsn newest =
                parts.catalog().images(timeline).stream()
                        .filter(image -> !image.createdAt().isAfter(time))
                        .map(Image::end)
                        .max(Lsn::compareTo)
                        .orElse(reach.from());
        Lsn near =
                digests.borderBefore(timeline, time)
                        .filter(border -> !border.isAfter(reach.to()))
                        .orElse(newest);
        return later(later(newest, near), reach.from());
    }

    private WalFolder walIn(TimelineId timeline) throws IOException {
        ControlFile control = ControlFile.parse(parts.volume().read(timeline, ControlFile.PATH));
        return new WalFolder(parts.walFolders().of(timeline), control.segments());
    }

    /** WAL that ends before a place up to which there is WAL was damaged in between. */
    private void requireWhole(Branch branch, TimelineId timeline, Cut cut, Lsn upTo) {
        if (!cut.found() && cut.lsn().isBefore(upTo)) {
            throw new Refusal(
                    Kind.FAILED,
                    "WAL_DAMAGED",
                    "The WAL of branch '%s' (timeline %s) is damaged behind %s: %s. What lies before that place can be opened."
                            .formatted(branch.name(), timeline, cut.lsn(), cut.stop().sentence()));
        }
    }

    /** What of a branch can be asked for now; empty while nothing but its present can. */
    public Optional<MomentRange> range(Branch branch) {
        return ranges.of(branch);
    }

    /** The same, when the rows of many branches were read already. */
    public Optional<MomentRange> range(Branch branch, BranchRows rows) {
        return ranges.of(branch, rows);
    }

    private static Lsn later(Lsn one, Lsn other) {
        return one.isAfter(other) ? one : other;
    }
}
