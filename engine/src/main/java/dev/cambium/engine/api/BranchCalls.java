package dev.cambium.engine.api;

import java.util.List;

/**
 * The verbs of branches. A branch is named by its id or, within its project, by its name.
 * Thread-safe, as all calls; see {@link EngineCalls}.
 */
public interface BranchCalls {

    List<Branch> list(String projectId);

    /** Those whose name or id contains a text. */
    List<Branch> search(String projectId, String part);

    Branch get(String projectId, String branch);

    Created.BranchReply create(String projectId, NewBranch request);

    /** Gives a branch its parent's present content; id, port, passwords and address stay. */
    Branch resetFromParent(String projectId, String branch);

    /**
     * Cuts a branch free from its ancestors: what it shares with them is copied, and it becomes a
     * root. It may be in use meanwhile. Cannot be undone.
     */
    Flattened flatten(String projectId, String branch);

    Branch delete(String projectId, String branch);
}
