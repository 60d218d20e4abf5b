package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Names for moments of a branch, which is named by its id or its name. Thread-safe, as all calls;
 * see {@link EngineCalls}.
 */
public interface BookmarkCalls {

    /** The bookmarks of a branch, by their moments. */
    List<Bookmark> list(String projectId, String branch);

    /**
     * @param moment an LSN or an RFC 3339 time; null means now
     */
    Bookmark create(String projectId, String branch, String name, @Nullable String moment);

    /**
     * @param bookmark an id or a name
     */
    Bookmark delete(String projectId, String branch, String bookmark);
}
