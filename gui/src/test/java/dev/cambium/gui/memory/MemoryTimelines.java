package dev.cambium.gui.memory;

import dev.cambium.engine.api.Bookmark;
import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.LastMark;
import dev.cambium.engine.api.TimelineQuery;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pasts of a {@link MemoryEngine}'s branches: as a test put them, else empty. */
public final class MemoryTimelines {

    private final Map<String, BranchTimeline> timelines = new LinkedHashMap<>();
    private final List<Bookmark> bookmarks = new ArrayList<>();
    private int counter;

    /** What is answered from now on for its branch. */
    public synchronized void put(BranchTimeline timeline) {
        timelines.put(timeline.branchId(), timeline);
    }

    synchronized BranchTimeline of(String branchId, TimelineQuery query) {
        Instant to = query.to() == null ? Instant.now() : query.to();
        Instant from = query.from() == null ? to.minusSeconds(3600) : query.from();
        return timelines.getOrDefault(
                branchId,
                new BranchTimeline(
                        branchId, null, from, to, List.of(), List.of(), List.of(), true));
    }

    BranchTimeline.Mark last(String branchId, LastMark kind) {
        return of(branchId, TimelineQuery.all(1)).marks().reversed().stream()
                .filter(mark -> mark.kind().equals(kind.word()))
                .findFirst()
                .orElseThrow(
                        () -> new EngineException(404, "MARK_NOT_FOUND", "There was none here."));
    }

    synchronized List<Bookmark> bookmarks(String branchId) {
        return bookmarks.stream().filter(known -> known.branchId().equals(branchId)).toList();
    }

    synchronized Bookmark create(String branchId, String name, @Nullable String moment) {
        Instant now = Instant.now();
        String at = moment == null ? now.toString() : moment;
        Bookmark made = new Bookmark("bm-" + ++counter, branchId, name, null, now, at, now);
        bookmarks.add(made);
        return made;
    }

    synchronized Bookmark delete(String branchId, String bookmark) {
        Bookmark found =
                bookmarks(branchId).stream()
                        .filter(b -> b.id().equals(bookmark) || b.name().equals(bookmark))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new EngineException(
                                                404, "BOOKMARK_NOT_FOUND", "There is none."));
        bookmarks.remove(found);
        return found;
    }
}
