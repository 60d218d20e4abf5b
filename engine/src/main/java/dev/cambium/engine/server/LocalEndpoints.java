package dev.cambium.engine.server;

import static dev.cambium.engine.server.Answers.answer;

import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EndpointCalls;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NewEndpoint;
import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.branch.endpoint.EndpointChange;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.ReadOnlyEndpoint;

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
        return answer(() -> shown.endpoints(branches.branches(projectId)));
    }

    @Override
    public List<Endpoint> of(String projectId, String branchId) {
        return answer(() -> shown.endpointsOf(branches.branch(projectId, branchId)));
    }

    @Override
    public Endpoint create(String projectId, String branchId, NewEndpoint request) {
        return answer(
                () -> {
                    var branch = branches.branch(projectId, branchId);
                    var readOnly = branches.readOnlyEndpoints();
                    var created = readOnly.create(branch, request.name());
                    try {
                        return shown.endpoint(updated(created, request.settings()));
                    } catch (RuntimeException e) {
                        readOnly.delete(created);
                        throw e;
                    }
                });
    }

    @Override
    public Endpoint delete(String projectId, String endpointId) {
        return answer(
                () -> {
                    var readOnly = branches.readOnlyEndpoints().find(projectId, endpointId);
                    if (readOnly.isEmpty()) {
                        var branch = branches.endpoints().branchOf(projectId, endpointId);
                        throw new EngineException(
                                409,
                                "ENDPOINT_STAYS",
                                "Endpoint \"%s\" is its branch's address and goes with the branch '%s'."
                                        .formatted(endpointId, branch.name()));
                    }
                    Endpoint before = shown.endpoint(readOnly.get());
                    branches.readOnlyEndpoints().delete(readOnly.get());
                    return before;
                });
    }

    @Override
    public Endpoint start(String projectId, String endpointId) {
        return done(
                projectId,
                endpointId,
                branches.endpoints()::start,
                branches.readOnlyEndpoints()::start);
    }

    @Override
    public Endpoint suspend(String projectId, String endpointId) {
        return done(
                projectId,
                endpointId,
                branches.endpoints()::suspend,
                branches.readOnlyEndpoints()::suspend);
    }

    @Override
    public Endpoint restart(String projectId, String endpointId) {
        return done(
                projectId,
                endpointId,
                branches.endpoints()::restart,
                branches.readOnlyEndpoints()::restart);
    }

    @Override
    public Endpoint update(String projectId, String endpointId, EndpointUpdate update) {
        return done(
                projectId,
                endpointId,
                branch -> updated(branch, update),
                endpoint -> updated(endpoint, update));
    }

    private Branch updated(Branch branch, EndpointUpdate update) {
        branches.endpoints().update(branch, change(update));
        Integer port = update.port();
        return port == null ? branch : branches.endpoints().changePort(branch, port);
    }

    private ReadOnlyEndpoint updated(ReadOnlyEndpoint endpoint, EndpointUpdate update) {
        branches.endpoints().update(endpoint, change(update));
        Integer port = update.port();
        return port == null ? endpoint : branches.endpoints().changePort(endpoint, port);
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
                            database == null
                                    ? shown.defaultDatabase(branch)
                                    : shown.checkedDatabase(branch, database),
                            shown.role(branch, role));
                });
    }

    private Endpoint done(
            String projectId,
            String endpointId,
            UnaryOperator<Branch> verb,
            UnaryOperator<ReadOnlyEndpoint> readOnlyVerb) {
        return answer(
                () -> {
                    var readOnly = branches.readOnlyEndpoints().find(projectId, endpointId);
                    return readOnly.isPresent()
                            ? shown.endpoint(readOnlyVerb.apply(readOnly.get()))
                            : shown.endpoint(
                                    verb.apply(
                                            branches.endpoints().branchOf(projectId, endpointId)));
                });
    }

    static EndpointChange change(EndpointUpdate update) {
        return new EndpointChange(
                update.suspendTimeoutSeconds(),
                update.poolTimeoutSeconds(),
                update.pgSettings(),
                update.preloadLibraries());
    }
}
