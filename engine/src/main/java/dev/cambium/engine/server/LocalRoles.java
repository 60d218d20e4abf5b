package dev.cambium.engine.server;

import static dev.cambium.engine.server.Answers.answer;

import dev.cambium.engine.api.Role;
import dev.cambium.engine.api.RoleCalls;
import dev.cambium.engine.branch.BranchService;

import java.util.List;

/** The roles of branches, as the engine of this process answers for them. Thread-safe. */
final class LocalRoles implements RoleCalls {

    private final BranchService branches;
    private final Shown shown;

    LocalRoles(BranchService branches, Shown shown) {
        this.branches = branches;
        this.shown = shown;
    }

    @Override
    public List<Role> list(String projectId, String branchId) {
        return answer(() -> shown.roles(branches.branch(projectId, branchId)));
    }

    @Override
    public String revealPassword(String projectId, String branchId, String role) {
        return answer(() -> shown.role(branches.branch(projectId, branchId), role).password());
    }

    @Override
    public Role create(String projectId, String branchId, String name, boolean login) {
        return answer(
                () -> {
                    var branch = branches.branch(projectId, branchId);
                    return Representations.role(
                            branch.id(), branches.contents().createRole(branch, name, login), true);
                });
    }

    @Override
    public Role resetPassword(String projectId, String branchId, String role) {
        return answer(
                () -> {
                    var branch = branches.branch(projectId, branchId);
                    return Representations.role(
                            branch.id(), branches.contents().resetPassword(branch, role), true);
                });
    }

    @Override
    public Role delete(String projectId, String branchId, String role) {
        return answer(
                () -> {
                    var branch = branches.branch(projectId, branchId);
                    return Representations.role(
                            branch.id(), branches.contents().deleteRole(branch, role), false);
                });
    }
}
