package dev.cambium.engine.server;

import static dev.cambium.engine.server.Answers.answer;

import dev.cambium.engine.api.Bookmark;
import dev.cambium.engine.api.BookmarkCalls;
import dev.cambium.engine.branch.BranchService;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Named moments, as the engine of this process answers for them. Thread-safe. */
final class LocalBookmarks implements BookmarkCalls {

    private final BranchService branches;

    LocalBookmarks(BranchService branches) {
        this.branches = branches;
    }

    @Override
    public List<Bookmark> list(String projectId, String branchId) {
        return answer(
                () -> {
                    var branch = branches.branch(projectId, branchId);
                    return branches.bookmarks().of(branch).stream()
                            .map(bookmark -> PastTexts.bookmark(bookmark, branch))
                            .toList();
                });
    }

    @Override
    public Bookmark create(
            String projectId, String branchId, String name, @Nullable String moment) {
        return answer(
                () -> {
                    var branch = branches.branch(projectId, branchId);
                    return PastTexts.bookmark(
                            branches.bookmarks().create(branch, name, MomentTexts.moment(moment)),
                            branch);
                });
    }

    @Override
    public Bookmark delete(String projectId, String branchId, String bookmark) {
        return answer(
                () -> {
                    var branch = branches.branch(projectId, branchId);
                    return PastTexts.bookmark(
                            branches.bookmarks().delete(branch, bookmark), branch);
                });
    }
}
