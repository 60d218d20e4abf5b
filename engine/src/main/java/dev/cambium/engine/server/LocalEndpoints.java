package dev.cambium.engine.server;

import static dev.cambium.engine.server.Answers.answer;

import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EndpointCalls;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.branch.EndpointChange;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchState;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.UnaryOperator;

/** The computes of branches, as the engine of this process answers for them. Thread-safe. */
final class LocalEndpoints implements EndpointCalls {

    private final BranchService branches;
    private final Shown shown;

    LocalEndpoints(BranchService branches, Shown shown) {
        this.branches = branches;
        this.shown = shown;
    }

    @Override
    public List<Endpoint> list(String projectId) {
        return answer(
                () ->
                        branches.branches(projectId).stream()
                                .filter(branch -> branch.state() == BranchState.READY)
                                .map(shown::endpoint)
                                .toList());
    }

    @Override
    public List<Endpoint> of(String projectId, String branchId) {
        return answer(
                () -> {
                    var branch = branches.branch(projectId, branchId);
                    return branch.state() == BranchState.READY
                            ? List.of(shown.endpoint(branch))
                            : List.of();
                });
    }

    @Override
    public Endpoint start(String projectId, String endpointId) {
        return done(projectId, endpointId, branches.endpoints()::start);
    }

    @Override
    public Endpoint suspend(String projectId, String endpointId) {
        return done(projectId, endpointId, branches.endpoints()::suspend);
    }

    @Override
    public Endpoint restart(String projectId, String endpointId) {
        return done(projectId, endpointId, branches.endpoints()::restart);
    }

    @Override
    public Endpoint update(String projectId, String endpointId, EndpointUpdate update) {
        return done(
                projectId,
                endpointId,
                branch -> {
                    branches.endpoints().update(branch, change(update));
                    return branch;
                });
    }

    @Override
    public ConnectionUri connectionUri(
            String projectId,
            @Nullable String branchId,
            @Nullable String database,
            @Nullable String role) {
        return answer(
                () -> {
                    var branch =
                            branchId == null
                                    ? branches.defaultBranch(branches.project(projectId).id())
                                    : branches.branch(projectId, branchId);
                    return Representations.connection(
                            branch,
                            database == null ? shown.defaultDatabase(branch) : database,
                            shown.role(branch, role));
                });
    }

    private Endpoint done(String projectId, String endpointId, UnaryOperator<Branch> verb) {
        return answer(
                () ->
                        shown.endpoint(
                                verb.apply(branches.endpoints().branchOf(projectId, endpointId))));
    }

    static EndpointChange change(EndpointUpdate update) {
        return new EndpointChange(
                update.suspendTimeoutSeconds(),
                update.poolTimeoutSeconds(),
                update.pgSettings(),
                update.preloadLibraries());
    }
}
