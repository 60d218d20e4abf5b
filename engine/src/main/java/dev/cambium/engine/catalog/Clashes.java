package dev.cambium.engine.catalog;

import dev.cambium.engine.catalog.entity.BookmarkRow;
import dev.cambium.engine.catalog.entity.BranchRow;
import dev.cambium.engine.catalog.entity.ProjectRow;
import dev.cambium.engine.catalog.entity.ReadOnlyEndpointRow;

import org.jspecify.annotations.Nullable;

/** Refuses names and ports that another row of the catalog has. */
final class Clashes {

    private final RowChange rows;

    Clashes(RowChange rows) {
        this.rows = rows;
    }

    /**
     * Looks only for what the branch did not have before.
     *
     * @param before the branch as the catalog has it; null if it is new
     */
    void refuse(Branch branch, @Nullable Branch before) {
        boolean lives = branch.state() != BranchState.DELETED;
        if (lives && (before == null || !isCalled(before, branch.name()))) {
            refuseName(branch.id(), branch.projectId(), branch.name());
        }
        if (before == null || before.port() != branch.port()) {
            refusePort(branch.id(), branch.port());
        }
    }

    private static boolean isCalled(Branch branch, String name) {
        return branch.state() != BranchState.DELETED && branch.name().equals(name);
    }

    void refuseName(Project project) {
        if (rows.find(ProjectRow.class)
                .where()
                .eq("name", project.name())
                .eq("deletedId", "")
                .ne("id", project.id())
                .exists()) {
            throw new DuplicateNameException(
                    "There is already a project called '%s'. Choose another name."
                            .formatted(project.name()));
        }
    }

    void refuseName(String branchId, String projectId, String name) {
        if (rows.find(BranchRow.class)
                .where()
                .eq("projectId", projectId)
                .eq("name", name)
                .ne("id", branchId)
                .ne("state", BranchState.DELETED)
                .exists()) {
            throw new DuplicateNameException(
                    "There is already a branch called '%s' in this project. Choose another name."
                            .formatted(name));
        }
    }

    void refuseName(Bookmark bookmark) {
        if (rows.find(BookmarkRow.class)
                .where()
                .eq("branchId", bookmark.branchId())
                .eq("name", bookmark.name())
                .ne("id", bookmark.id())
                .exists()) {
            throw new DuplicateNameException(
                    "There is already a bookmark called '%s' on this branch. Choose another name."
                            .formatted(bookmark.name()));
        }
    }

    /**
     * @param ownerId the branch or read-only endpoint that is to have the port
     */
    void refusePort(String ownerId, int port) {
        BranchRow branch =
                rows.find(BranchRow.class).where().eq("port", port).ne("id", ownerId).findOne();
        if (branch != null) {
            throw portTaken(port, "branch '%s' (%s)".formatted(branch.name(), branch.id()));
        }
        ReadOnlyEndpointRow endpoint =
                rows.find(ReadOnlyEndpointRow.class)
                        .where()
                        .eq("port", port)
                        .ne("id", ownerId)
                        .findOne();
        if (endpoint != null) {
            throw portTaken(port, "read-only endpoint " + endpoint.id());
        }
    }

    private static DuplicatePortException portTaken(int port, String owner) {
        return new DuplicatePortException(
                "Port %d belongs to %s. Choose another port.".formatted(port, owner));
    }
}
