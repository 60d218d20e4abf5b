package dev.cambium.engine.api;

import java.util.List;

/**
 * The verbs of branches. A branch is named by its id or, within its project, by its name.
 * Thread-safe, as all calls; see {@link EngineCalls}.
 */
public interface BranchCalls {

    List<Branch> list(String projectId);

    Branch get(String projectId, String branch);

    Created.BranchReply create(String projectId, NewBranch request);

    /** Gives a branch its parent's present content; id, port, passwords and address stay. */
    Branch resetFromParent(String projectId, String branch);

    Branch delete(String projectId, String branch);
}
