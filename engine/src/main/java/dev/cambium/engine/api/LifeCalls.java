package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The verbs of a branch's life, beyond making one. A branch is named by its id or, within its
 * project, by its name. Through every verb its id, port, passwords and address stay. Thread-safe,
 * as all calls; see {@link EngineCalls}.
 */
public interface LifeCalls {

    /**
     * Gives a branch its parent's present content.
     *
     * @param preserveUnderName keeps what it held as a branch of that name; null leaves that to the
     *     trash
     * @param rebaseChildren whether its children are then reset from it; else they keep what they
     *     have
     */
    BranchChange reset(
            String projectId,
            String branch,
            @Nullable String preserveUnderName,
            boolean rebaseChildren);

    /** Puts a branch on a moment; what it held becomes a branch of its own. */
    BranchChange restore(String projectId, String branch, RestoreRequest request);

    /** Renames it, protects it or not, and says when it expires. */
    BranchChange update(String projectId, String branch, BranchUpdate update);

    /** Makes it the branch that is meant when none is named. */
    BranchChange setDefault(String projectId, String branch);

    /** Puts it into the trash, from where it can be recovered. */
    BranchChange delete(String projectId, String branch, Orphans children);

    /** The branches in the trash, that deleted last first. */
    List<Branch> deleted(String projectId);

    /**
     * Takes a branch back out of the trash.
     *
     * @param branch its id, or the name it had
     * @param name under which it comes back; null means the one it had
     */
    BranchChange recover(String projectId, String branch, @Nullable String name);

    /** What was done and can be undone, newest first. */
    List<Undoable> undoable(String projectId);

    /**
     * Undoes a verb.
     *
     * @param operationId the verb's; null means the last one
     */
    Undone undo(String projectId, @Nullable String operationId);

    /** What the trash holds, and what freeing it would bring. */
    List<TrashItem> trash(String projectId);

    /** What all of a project takes on disk, measured now. */
    ProjectSpace space(String projectId);

    /**
     * Deletes for good what the trash holds; nothing of it can be undone or recovered then.
     *
     * @return what was deleted
     */
    List<TrashItem> emptyTrash(String projectId);

    /**
     * As {@link #emptyTrash(String)}, for what one branch left there.
     *
     * @param branchId of a branch that may be deleted
     */
    List<TrashItem> emptyTrash(String projectId, String branchId);
}
