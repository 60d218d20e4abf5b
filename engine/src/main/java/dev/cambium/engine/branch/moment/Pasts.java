package dev.cambium.engine.branch.moment;

import dev.cambium.engine.branch.history.Digests;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.ParentPoint;
import dev.cambium.engine.catalog.Snapshot;
import dev.cambium.engine.catalog.Tenure;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;
import dev.cambium.engine.wal.digest.DigestMark;
import dev.cambium.engine.wal.digest.TimelineDigest;
import dev.cambium.engine.wal.digest.TimelineSums;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Tells what happened on branches: the digests of the timelines a branch stood on, one after
 * another, and what the catalog knows of its moments. Thread-safe.
 */
public final class Pasts {

    /** Some 100 ms of reading, for who waits; the rest is read in the background. */
    private static final int HELPINGS = 5;

    /** For a mark that must be the last one: 16 GB, all that a window holds. */
    private static final int ALL_HELPINGS = 2_048;

    /** More checkpoints would hide the rest. */
    private static final Duration WITH_CHECKPOINTS_UP_TO = Duration.ofHours(25);

    private static final int MARKS_MAX = 5_000;
    private static final int OPERATIONS_LOOKED_AT = 200;

    private final EngineParts parts;
    private final Catalog catalog;
    private final Digests digests;
    private final Moments moments;

    public Pasts(EngineParts parts, Digests digests, Moments moments) {
        this.parts = parts;
        this.catalog = parts.catalog();
        this.digests = digests;
        this.moments = moments;
    }

    /**
     * What happened on a branch.
     *
     * @param from null means the oldest moment that can be opened
     * @param to null means now
     * @param slices in how many equal parts
     */
    public BranchPast of(Branch branch, @Nullable Instant from, @Nullable Instant to, int slices) {
        Instant now = parts.clock().instant();
        List<Tenure> tenures = catalog.tenures(branch.id());
        MomentRange range = moments.range(branch).orElse(null);
        Instant first = firstTime(branch, tenures, range);
        Instant end = to == null ? now : to;
        Instant begin = from == null ? first : from;
        if (from == null && !begin.isBefore(end)) {
            begin = end.minusSeconds(1);
        }
        if (!begin.isBefore(end)) {
            throw new Refusal(
                    Kind.INVALID,
                    "BAD_RANGE",
                    "The range begins at %s, which is not before its end, %s."
                            .formatted(begin, end));
        }
        TimelineSums sums = new TimelineSums(begin, end, slices);
        List<PastMark> marks = new ArrayList<>();
        boolean checkpoints = Duration.between(begin, end).compareTo(WITH_CHECKPOINTS_UP_TO) <= 0;
        boolean complete = true;
        Instant last = branch.createdAt();
        TimelineId current = branch.currentTimeline();
        for (Tenure tenure : tenures) {
            Instant tenureEnd = tenure.to();
            if (!tenure.from().isBefore(end) || (tenureEnd != null && tenureEnd.isBefore(begin))) {
                continue;
            }
            int before = sums.marks().size();
            try {
                Optional<TimelineDigest> digest = digests.of(tenure.timeline());
                if (digest.isPresent()) {
                    complete &= Digests.catchUp(digest.get(), HELPINGS);
                    if (tenureEnd == null) {
                        digests.readNames(branch.id(), digest.get());
                        last = digest.get().lastTime();
                    }
                    digest.get().addTo(sums, checkpoints);
                }
            } catch (IOException e) {
                throw Refusal.of(e, "read the past of branch '%s'".formatted(branch.name()));
            }
            for (DigestMark mark : sums.marks().subList(before, sums.marks().size())) {
                marks.add(told(mark, tenure.timeline().equals(current), range));
            }
        }
        addKnown(branch, tenures, range, begin, end, marks);
        marks.sort(Comparator.comparing(PastMark::time));
        return new BranchPast(
                branch.id(),
                range,
                first,
                last,
                begin,
                end,
                sums,
                marks.size() <= MARKS_MAX
                        ? marks
                        : marks.subList(marks.size() - MARKS_MAX, marks.size()),
                tenures.isEmpty() ? now : tenures.getLast().from(),
                complete);
    }

    /**
     * The last change of the schema, or the last big write, with the moment just before it.
     *
     * @throws Refusal if there is none within reach
     */
    public PastMark last(Branch branch, DigestMark.Kind kind) {
        MomentRange range = moments.range(branch).orElse(null);
        TimelineId current = branch.currentTimeline();
        for (Tenure tenure : catalog.tenures(branch.id()).reversed()) {
            try {
                Optional<TimelineDigest> digest = digests.of(tenure.timeline());
                if (digest.isEmpty()) {
                    continue;
                }
                Digests.catchUp(digest.get(), ALL_HELPINGS);
                if (tenure.to() == null) {
                    digests.readNames(branch.id(), digest.get());
                }
                Optional<DigestMark> last = digest.get().last(kind);
                if (last.isPresent()) {
                    return reachable(
                            branch, told(last.get(), tenure.timeline().equals(current), range));
                }
            } catch (IOException e) {
                throw Refusal.of(e, "read the past of branch '%s'".formatted(branch.name()));
            }
        }
        throw new Refusal(
                Kind.NOT_FOUND,
                "MARK_NOT_FOUND",
                "There was no %s on branch '%s' that is still known. `cambium timeline` shows what there was."
                        .formatted(word(kind), branch.name()));
    }

    /** The moment just before the last mark of a kind. */
    public Moment beforeLast(Branch branch, DigestMark.Kind kind) {
        Moment before = last(branch, kind).moment();
        if (before == null) {
            throw new IllegalStateException("a mark within reach without a moment");
        }
        return before;
    }

    private static PastMark reachable(Branch branch, PastMark mark) {
        if (mark.moment() == null) {
            throw new Refusal(
                    Kind.NOT_FOUND,
                    "OUT_OF_HISTORY",
                    "The last one on branch '%s', %s, was at %s, which is further back than what is kept."
                            .formatted(branch.name(), mark.label(), mark.time()));
        }
        return mark;
    }

    private static String word(DigestMark.Kind kind) {
        return switch (kind) {
            case DDL -> "change of the schema";
            case BIG_WRITE -> "big write";
            case CHECKPOINT -> "checkpoint";
        };
    }

    private static Instant firstTime(
            Branch branch, List<Tenure> tenures, @Nullable MomentRange range) {
        if (range == null) {
            return tenures.isEmpty() ? branch.createdAt() : tenures.getLast().from();
        }
        return range.earlier().isEmpty() ? range.fromTime() : range.earlier().getFirst().fromTime();
    }

    private static PastMark told(DigestMark mark, boolean current, @Nullable MomentRange range) {
        PastMark.Kind kind =
                switch (mark.kind()) {
                    case DDL -> PastMark.Kind.DDL;
                    case BIG_WRITE -> PastMark.Kind.BIG_WRITE;
                    case CHECKPOINT -> PastMark.Kind.CHECKPOINT;
                };
        return new PastMark(
                kind,
                mark.time(),
                current && !mark.dropsDatabase()
                        ? atLsn(mark.before(), range)
                        : justBefore(mark.time(), range),
                mark.label(),
                mark.tables(),
                mark.rows(),
                null);
    }

    /** What the catalog knows: images, children, bookmarks, and how the content was exchanged. */
    private void addKnown(
            Branch branch,
            List<Tenure> tenures,
            @Nullable MomentRange range,
            Instant from,
            Instant to,
            List<PastMark> marks) {
        List<PastMark> known = new ArrayList<>();
        TimelineId current = branch.currentTimeline();
        if (current != null) {
            for (Image image : catalog.images(current)) {
                known.add(
                        mark(
                                PastMark.Kind.IMAGE,
                                image.createdAt(),
                                atLsn(image.end(), range),
                                "image",
                                null));
            }
        }
        for (Branch child : catalog.children(branch.id())) {
            ParentPoint point = child.parentPoint();
            if (point != null) {
                Moment moment =
                        point.timeline().equals(current)
                                ? atLsn(point.lsn(), range)
                                : at(point.time(), range);
                known.add(
                        mark(
                                PastMark.Kind.BRANCH_POINT,
                                point.time(),
                                moment,
                                child.name(),
                                child.id()));
            }
        }
        catalog.bookmarks(branch.id())
                .forEach(
                        bookmark ->
                                known.add(
                                        mark(
                                                PastMark.Kind.BOOKMARK,
                                                bookmark.at(),
                                                bookmark.timeline().equals(current)
                                                        ? atLsn(bookmark.lsn(), range)
                                                        : at(bookmark.at(), range),
                                                bookmark.name(),
                                                bookmark.id())));
        for (Snapshot snapshot : catalog.snapshots().of(branch.projectId())) {
            if (snapshot.sourceBranchId().equals(branch.id())) {
                known.add(
                        mark(
                                PastMark.Kind.SNAPSHOT,
                                snapshot.momentAt(),
                                snapshot.source().timeline().equals(current)
                                        ? atLsn(snapshot.source().lsn(), range)
                                        : at(snapshot.momentAt(), range),
                                snapshot.name(),
                                snapshot.id()));
            }
        }
        List<Operation> operations =
                tenures.size() > 1
                        ? catalog.operations().newest(branch.projectId(), OPERATIONS_LOOKED_AT)
                        : List.of();
        for (Tenure tenure : tenures) {
            boolean born = tenure.ordinal() == 0;
            known.add(
                    mark(
                            born ? PastMark.Kind.CREATED : PastMark.Kind.RESET,
                            tenure.from(),
                            born ? at(tenure.from(), range) : justBefore(tenure.from(), range),
                            born ? "created" : exchange(tenure, operations),
                            null));
        }
        known.stream()
                .filter(mark -> !mark.time().isBefore(from) && mark.time().isBefore(to))
                .forEach(marks::add);
    }

    private static PastMark mark(
            PastMark.Kind kind,
            Instant time,
            @Nullable Moment moment,
            String label,
            @Nullable String id) {
        return new PastMark(kind, time, moment, label, List.of(), 0, id);
    }

    /** By which operation a branch came to stand on another timeline. */
    private static String exchange(Tenure tenure, List<Operation> operations) {
        return operations.stream()
                .filter(operation -> tenure.branchId().equals(operation.branchId()))
                .filter(operation -> !operation.createdAt().isAfter(tenure.from()))
                .filter(operation -> !operation.updatedAt().isBefore(tenure.from()))
                .map(Operation::action)
                .findFirst()
                .map(
                        action ->
                                switch (action) {
                                    case "reset_branch" -> "reset from parent";
                                    case "import_data" -> "import";
                                    case "replace_by_snapshot" -> "restored from a snapshot";
                                    default -> action.replace('_', ' '); // a word from the catalog
                                })
                .orElse("new content");
    }

    private static @Nullable Moment atLsn(Lsn lsn, @Nullable MomentRange range) {
        return range == null || lsn.isBefore(range.from()) ? null : new Moment.AtLsn(lsn);
    }

    /** Times of commits are in microseconds: nothing lies between. */
    private static @Nullable Moment justBefore(Instant time, @Nullable MomentRange range) {
        return at(time.truncatedTo(ChronoUnit.MICROS).minus(1, ChronoUnit.MICROS), range);
    }

    private static @Nullable Moment at(Instant time, @Nullable MomentRange range) {
        if (range == null) {
            return null;
        }
        boolean earlier =
                range.earlier().stream()
                        .anyMatch(
                                span ->
                                        !time.isBefore(span.fromTime())
                                                && !time.isAfter(span.toTime()));
        return earlier || !time.isBefore(range.fromTime()) ? new Moment.AtTime(time) : null;
    }
}
