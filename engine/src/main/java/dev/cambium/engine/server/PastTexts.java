package dev.cambium.engine.server;

import dev.cambium.engine.api.Bookmark;
import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.LastMark;
import dev.cambium.engine.branch.moment.BranchPast;
import dev.cambium.engine.branch.moment.MomentRange;
import dev.cambium.engine.branch.moment.PastMark;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.wal.digest.DigestMark;
import dev.cambium.engine.wal.digest.TimelineSums;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The past of a branch, from the engine's records to the API's. */
final class PastTexts {

    private static final int RELATIONS_PER_SLICE = 5;
    private static final int RELATIONS_MAX = 200;

    private PastTexts() {}

    static BranchTimeline timeline(BranchPast past) {
        List<BranchTimeline.Slice> slices = new ArrayList<>();
        List<TimelineSums.Part> parts = past.sums().parts();
        for (int i = 0; i < parts.size(); i++) {
            slices.add(slice(past, i, parts.get(i)));
        }
        return new BranchTimeline(
                past.branchId(),
                reach(past),
                past.from(),
                past.to(),
                slices,
                relations(past.sums().relations(RELATIONS_MAX)),
                past.marks().stream().map(PastTexts::mark).toList(),
                past.complete());
    }

    static BranchTimeline.Mark mark(PastMark mark) {
        return new BranchTimeline.Mark(
                mark.kind().name().toLowerCase(Locale.ROOT),
                mark.time(),
                mark.moment() == null ? null : mark.moment().toString(),
                mark.label(),
                mark.tables(),
                mark.rows(),
                mark.id());
    }

    static DigestMark.Kind kind(LastMark kind) {
        return switch (kind) {
            case DDL -> DigestMark.Kind.DDL;
            case BIG_WRITE -> DigestMark.Kind.BIG_WRITE;
        };
    }

    static Bookmark bookmark(dev.cambium.engine.catalog.Bookmark bookmark, Branch branch) {
        boolean current = bookmark.timeline().equals(branch.currentTimeline());
        return new Bookmark(
                bookmark.id(),
                bookmark.branchId(),
                bookmark.name(),
                bookmark.lsn().toString(),
                bookmark.at(),
                current ? bookmark.lsn().toString() : bookmark.at().toString(),
                bookmark.createdAt());
    }

    private static BranchTimeline.@Nullable Reach reach(BranchPast past) {
        MomentRange range = past.range();
        return range == null
                ? null
                : new BranchTimeline.Reach(
                        range.from().toString(),
                        past.firstTime(),
                        range.to().toString(),
                        past.lastTime().isBefore(past.firstTime())
                                ? past.firstTime()
                                : past.lastTime());
    }

    private static BranchTimeline.Slice slice(BranchPast past, int index, TimelineSums.Part part) {
        Instant from = past.sums().startOf(index);
        // Before that it was another timeline, on which the same positions meant something else.
        boolean current = !from.isBefore(past.lsnFrom());
        return new BranchTimeline.Slice(
                from,
                past.sums().startOf(index + 1),
                current ? text(part.from()) : null,
                current ? text(part.to()) : null,
                part.walBytes(),
                part.commits(),
                part.aborts(),
                part.rows().inserted(),
                part.rows().updated(),
                part.rows().deleted(),
                relations(part.relations(RELATIONS_PER_SLICE)));
    }

    private static List<BranchTimeline.RelationWrites> relations(
            List<Map.Entry<TimelineSums.Relation, TimelineSums.Rows>> relations) {
        return relations.stream()
                .map(
                        entry ->
                                new BranchTimeline.RelationWrites(
                                        entry.getKey().database(),
                                        entry.getKey().schema(),
                                        entry.getKey().name(),
                                        entry.getValue().inserted(),
                                        entry.getValue().updated(),
                                        entry.getValue().deleted()))
                .toList();
    }

    private static @Nullable String text(@Nullable Lsn lsn) {
        return lsn == null ? null : lsn.toString();
    }
}
