package dev.cambium.engine.server;

import static dev.cambium.engine.server.Answers.answer;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchCalls;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.branch.Orphans;

import java.util.List;

/** The verbs of branches, as the engine of this process answers for them. Thread-safe. */
final class LocalBranches implements BranchCalls {

    private final BranchService branches;
    private final Shown shown;

    LocalBranches(BranchService branches, Shown shown) {
        this.branches = branches;
        this.shown = shown;
    }

    @Override
    public Branch get(String projectId, String branchId) {
        return answer(() -> shown.branch(branches.branch(projectId, branchId)));
    }

    @Override
    public List<Branch> list(String projectId) {
        return answer(() -> branches.branches(projectId).stream().map(shown::branch).toList());
    }

    @Override
    public Created.BranchReply create(String projectId, NewBranch request) {
        return answer(
                () -> {
                    var created =
                            branches.createBranch(
                                    projectId,
                                    request.name(),
                                    request.parent(),
                                    MomentTexts.moment(request.at()),
                                    request.compute());
                    var branch = created.branch();
                    boolean compute = request.compute();
                    return new Created.BranchReply(
                            shown.branch(branch),
                            compute ? List.of(shown.endpoint(branch)) : List.of(),
                            shown.operationsOf(branch),
                            shown.roles(branch),
                            shown.databases(branch),
                            compute ? shown.uris(branch) : List.of(),
                            MomentTexts.found(created.from()));
                });
    }

    @Override
    public Branch resetFromParent(String projectId, String branchId) {
        return answer(
                () ->
                        shown.branch(
                                branches.life().reset(projectId, branchId, null, false).branch()));
    }

    @Override
    public Branch delete(String projectId, String branchId) {
        return answer(
                () -> {
                    Branch before = shown.branch(branches.branch(projectId, branchId));
                    branches.life().delete(projectId, branchId, Orphans.REFUSE);
                    return before;
                });
    }
}
