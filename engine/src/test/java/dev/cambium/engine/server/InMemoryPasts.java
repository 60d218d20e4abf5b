package dev.cambium.engine.server;

import dev.cambium.engine.api.Bookmark;
import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.LastMark;
import dev.cambium.engine.api.TimelineQuery;

import org.jspecify.annotations.NullUnmarked;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The pasts of an {@link InMemoryEngine}: each branch has dropped one table, and no more. */
@NullUnmarked
final class InMemoryPasts {

    private final Instant then;
    private final List<Bookmark> bookmarks = new ArrayList<>();
    private int counter;

    InMemoryPasts(Instant then) {
        this.then = then;
    }

    BranchTimeline timeline(String branchId, TimelineQuery query) {
        Instant to = query.to() == null ? then.plusSeconds(60) : query.to();
        Instant from = query.from() == null ? then : query.from();
        List<BranchTimeline.Slice> slices = new ArrayList<>();
        long width = Duration.between(from, to).dividedBy(query.slices()).toNanos();
        for (int i = 0; i < query.slices(); i++) {
            Instant begin = from.plusNanos(i * width);
            slices.add(
                    new BranchTimeline.Slice(
                            begin,
                            begin.plusNanos(width),
                            null,
                            null,
                            0,
                            0,
                            0,
                            0,
                            0,
                            0,
                            List.of()));
        }
        BranchTimeline.Mark dropped =
                new BranchTimeline.Mark(
                        "ddl", then, "0/1A2B3C8", "DROP TABLE orders", List.of("orders"), 0, null);
        return new BranchTimeline(
                branchId, null, from, to, slices, List.of(), List.of(dropped), true);
    }

    BranchTimeline.Mark last(String branchId, LastMark kind) {
        return timeline(branchId, TimelineQuery.all(1)).marks().stream()
                .filter(mark -> mark.kind().equals(kind.word()))
                .findFirst()
                .orElseThrow(() -> new EngineException(404, "MARK_NOT_FOUND", "There was none."));
    }

    List<Bookmark> bookmarks(String branchId) {
        return bookmarks.stream().filter(known -> known.branchId().equals(branchId)).toList();
    }

    Bookmark create(String branchId, String name, String moment) {
        String at = moment == null ? then.toString() : moment;
        Bookmark made = new Bookmark("bm-" + ++counter, branchId, name, null, then, at, then);
        bookmarks.add(made);
        return made;
    }

    Bookmark delete(String branchId, String bookmark) {
        Bookmark found =
                bookmarks(branchId).stream()
                        .filter(b -> b.id().equals(bookmark) || b.name().equals(bookmark))
                        .findFirst()
                        .orElseThrow(() -> new EngineException(404, "BOOKMARK_NOT_FOUND", "None."));
        bookmarks.remove(found);
        return found;
    }
}
