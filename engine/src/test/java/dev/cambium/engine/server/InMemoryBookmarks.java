package dev.cambium.engine.server;

import dev.cambium.engine.api.Bookmark;
import dev.cambium.engine.api.BookmarkCalls;

import org.jspecify.annotations.NullUnmarked;

import java.util.List;

/** Bookmarks of {@link InMemoryEngine}. */
@NullUnmarked
public final class InMemoryBookmarks implements BookmarkCalls {

    private final InMemoryEngine engine;

    InMemoryBookmarks(InMemoryEngine engine) {
        this.engine = engine;
    }

    @Override
    public List<Bookmark> list(String projectId, String branchId) {
        return engine.pasts.bookmarks(engine.branches().get(projectId, branchId).id());
    }

    @Override
    public Bookmark create(String projectId, String branchId, String name, String moment) {
        return engine.pasts.create(engine.branches().get(projectId, branchId).id(), name, moment);
    }

    @Override
    public Bookmark delete(String projectId, String branchId, String bookmark) {
        return engine.pasts.delete(engine.branches().get(projectId, branchId).id(), bookmark);
    }
}
