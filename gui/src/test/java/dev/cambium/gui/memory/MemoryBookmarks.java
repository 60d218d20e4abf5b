package dev.cambium.gui.memory;

import dev.cambium.engine.api.Bookmark;
import dev.cambium.engine.api.BookmarkCalls;
import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.FoundMoment;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** The bookmarks of a {@link MemoryEngine}. */
final class MemoryBookmarks implements BookmarkCalls {

    private final MemoryEngine engine;

    MemoryBookmarks(MemoryEngine engine) {
        this.engine = engine;
    }

    @Override
    public List<Bookmark> list(String projectId, String branch) {
        synchronized (engine) {
            engine.alive();
            String id = engine.find(branch).id();
            return engine.bookmarks.stream()
                    .filter(bookmark -> bookmark.branchId().equals(id))
                    .toList();
        }
    }

    @Override
    public Bookmark create(String projectId, String branch, String name, @Nullable String moment) {
        synchronized (engine) {
            engine.verb();
            Branch of = engine.find(branch);
            FoundMoment found =
                    engine.past(branch).find(of.name(), moment == null ? "head" : moment);
            Bookmark made =
                    new Bookmark(
                            "bm-" + ++engine.counter,
                            of.id(),
                            name,
                            found.lsn(),
                            found.time(),
                            found.lsn(),
                            Instant.now());
            engine.bookmarks.add(made);
            engine.past(branch)
                    .mark(
                            new BranchTimeline.Mark(
                                    "bookmark",
                                    made.time(),
                                    made.moment(),
                                    name,
                                    List.of(),
                                    0,
                                    made.id()));
            return made;
        }
    }

    @Override
    public Bookmark delete(String projectId, String branch, String bookmark) {
        synchronized (engine) {
            engine.verb();
            Bookmark found =
                    list(projectId, branch).stream()
                            .filter(b -> b.id().equals(bookmark) || b.name().equals(bookmark))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new EngineException(
                                                    404, "BOOKMARK_NOT_FOUND", "There is none."));
            engine.bookmarks.remove(found);
            engine.past(branch).remove(found.id());
            return found;
        }
    }
}
