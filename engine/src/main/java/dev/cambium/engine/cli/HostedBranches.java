package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchCalls;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.Flattened;
import dev.cambium.engine.api.Meant;
import dev.cambium.engine.api.NewBranch;

import java.util.List;

/**
 * The branches of {@link HostedEngine}.
 *
 * @param here for what is read
 * @param overHttp for what is done
 */
record HostedBranches(BranchCalls here, BranchCalls overHttp) implements BranchCalls {

    @Override
    public List<Branch> list(String projectId) {
        return HostedEngine.read(() -> here.list(projectId));
    }

    @Override
    public List<Branch> search(String projectId, String part) {
        return HostedEngine.read(() -> here.search(projectId, part));
    }

    @Override
    public Branch get(String projectId, String branch) {
        return Meant.isBranchId(branch)
                ? HostedEngine.read(() -> here.get(projectId, branch))
                : Meant.branch(search(projectId, branch), branch);
    }

    @Override
    public Created.BranchReply create(String projectId, NewBranch request) {
        return overHttp.create(projectId, request);
    }

    @Override
    public Branch resetFromParent(String projectId, String branch) {
        return overHttp.resetFromParent(projectId, branch);
    }

    @Override
    public Flattened flatten(String projectId, String branch) {
        return overHttp.flatten(projectId, branch);
    }

    @Override
    public Branch delete(String projectId, String branch) {
        return overHttp.delete(projectId, branch);
    }
}
