package dev.cambium.engine.server;

import dev.cambium.engine.api.Database;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.api.Role;
import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.branch.EndpointChange;
import dev.cambium.engine.catalog.Branch;

/** The endpoints of this process's engine, as the API's resources ask for them. Thread-safe. */
final class LocalEndpoints implements EndpointService {

    private final BranchService branches;

    LocalEndpoints(BranchService branches) {
        this.branches = branches;
    }

    @Override
    public Endpoint restart(String projectId, String endpointId) {
        return LocalEngine.answer(
                () -> shown(branches.endpoints().restart(branchOf(projectId, endpointId))));
    }

    @Override
    public Endpoint update(String projectId, String endpointId, EndpointUpdate update) {
        return LocalEngine.answer(
                () -> {
                    Branch branch = branchOf(projectId, endpointId);
                    branches.endpoints().update(branch, change(update));
                    return shown(branch);
                });
    }

    @Override
    public void updateDefaults(String projectId, EndpointUpdate update) {
        LocalEngine.answer(() -> branches.endpoints().updateDefaults(projectId, change(update)));
    }

    @Override
    public Role createRole(String projectId, String branchId, String name) {
        return LocalEngine.answer(
                () -> {
                    Branch branch = branches.branch(projectId, branchId);
                    return Representations.role(
                            branch.id(), branches.contents().createRole(branch, name), true);
                });
    }

    @Override
    public Role resetPassword(String projectId, String branchId, String role) {
        return LocalEngine.answer(
                () -> {
                    Branch branch = branches.branch(projectId, branchId);
                    return Representations.role(
                            branch.id(), branches.contents().resetPassword(branch, role), true);
                });
    }

    @Override
    public Role deleteRole(String projectId, String branchId, String role) {
        return LocalEngine.answer(
                () -> {
                    Branch branch = branches.branch(projectId, branchId);
                    return Representations.role(
                            branch.id(), branches.contents().deleteRole(branch, role), false);
                });
    }

    @Override
    public Database deleteDatabase(String projectId, String branchId, String database) {
        return LocalEngine.answer(
                () ->
                        Representations.database(
                                branches.contents()
                                        .deleteDatabase(
                                                branches.branch(projectId, branchId), database)));
    }

    /** An endpoint with its settings and what was seen of it. */
    Endpoint shown(Branch branch) {
        return Representations.endpoint(
                branch,
                branches.condition(branch),
                branches.endpoints().settings(branch.id()),
                branches.endpoints().lastActive(branch).orElse(null));
    }

    private Branch branchOf(String projectId, String endpointId) {
        return branches.endpoints().branchOf(projectId, endpointId);
    }

    private static EndpointChange change(EndpointUpdate update) {
        return new EndpointChange(
                update.suspendTimeoutSeconds(),
                update.poolTimeoutSeconds(),
                update.pgSettings(),
                update.preloadLibraries());
    }
}
