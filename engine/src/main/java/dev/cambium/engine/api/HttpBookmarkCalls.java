package dev.cambium.engine.api;

import static dev.cambium.engine.api.ApiCalls.encode;
import static dev.cambium.engine.api.ApiJson.object;
import static dev.cambium.engine.api.ApiJson.putIfGiven;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Bookmarks over HTTP. */
final class HttpBookmarkCalls implements BookmarkCalls {

    private final ApiCalls calls;
    private final ApiPaths paths;

    HttpBookmarkCalls(ApiCalls calls, ApiPaths paths) {
        this.calls = calls;
        this.paths = paths;
    }

    @Override
    public List<Bookmark> list(String projectId, String branch) {
        return calls.readList(
                calls.get(bookmarksPath(projectId, branch)), "bookmarks", new TypeReference<>() {});
    }

    @Override
    public Bookmark create(String projectId, String branch, String name, @Nullable String moment) {
        ObjectNode body = object();
        ObjectNode bookmark = body.putObject("bookmark").put("name", name);
        putIfGiven(bookmark, "moment", moment);
        return calls.read(
                calls.post(bookmarksPath(projectId, branch), body), "bookmark", Bookmark.class);
    }

    @Override
    public Bookmark delete(String projectId, String branch, String bookmark) {
        String path = bookmarksPath(projectId, branch) + "/" + encode(bookmark);
        return calls.read(calls.delete(path), "bookmark", Bookmark.class);
    }

    private String bookmarksPath(String projectId, String branch) {
        return "/cambium" + paths.branch(projectId, branch) + "/bookmarks";
    }
}
