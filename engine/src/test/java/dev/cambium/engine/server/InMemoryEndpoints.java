package dev.cambium.engine.server;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EndpointCalls;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NewEndpoint;

import org.jspecify.annotations.NullUnmarked;

import java.util.List;
import java.util.Map;

/** Endpoints of {@link InMemoryEngine}. */
@NullUnmarked
public final class InMemoryEndpoints implements EndpointCalls {

    private final InMemoryEngine engine;

    InMemoryEndpoints(InMemoryEngine engine) {
        this.engine = engine;
    }

    @Override
    public List<Endpoint> list(String projectId) {
        return engine.branches().list(projectId).stream().flatMap(b -> of(b).stream()).toList();
    }

    @Override
    public List<Endpoint> of(String projectId, String branch) {
        return of(engine.branches().get(projectId, branch));
    }

    @Override
    public Endpoint create(String projectId, String branch, NewEndpoint request) {
        engine.updated(request.settings());
        return of(projectId, branch).getFirst();
    }

    @Override
    public Endpoint delete(String projectId, String endpointId) {
        endpointVerb(projectId, endpointId, false);
        throw new EngineException(409, "ENDPOINT_STAYS", "It goes with its branch.");
    }

    @Override
    public Endpoint start(String projectId, String endpointId) {
        return endpointVerb(projectId, endpointId, true);
    }

    @Override
    public Endpoint suspend(String projectId, String endpointId) {
        return endpointVerb(projectId, endpointId, false);
    }

    @Override
    public ConnectionUri connectionUri(
            String projectId, String branchId, String database, String role) {
        Branch branch =
                branchId == null
                        ? engine.branches().list(projectId).getFirst()
                        : engine.branches().get(projectId, branchId);
        return uri(branch, database == null ? "cambium" : database);
    }

    @Override
    public Endpoint restart(String projectId, String endpointId) {
        suspend(projectId, endpointId);
        return start(projectId, endpointId);
    }

    @Override
    public Endpoint update(String projectId, String endpointId, EndpointUpdate update) {
        if (update.pgSettings() != null && update.pgSettings().containsKey("fsync")) {
            throw new EngineException(400, "SETTINGS_INVALID", "fsync is the engine's.");
        }
        engine.updated(update);
        return start(projectId, endpointId);
    }

    private Endpoint endpointVerb(String projectId, String endpointId, boolean run) {
        Branch branch =
                engine.branches().list(projectId).stream()
                        .filter(b -> of(b).getFirst().id().equals(endpointId))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new EngineException(
                                                404, "ENDPOINT_NOT_FOUND", "There is none."));
        engine.running.put(branch.id(), run);
        return of(branch).getFirst();
    }

    List<Endpoint> of(Branch branch) {
        boolean active = engine.running.getOrDefault(branch.id(), false);
        return List.of(
                new Endpoint(
                        "localhost:" + branch.cambium().port(),
                        branch.id().replaceFirst("br-", "ep-"),
                        null,
                        branch.projectId(),
                        branch.id(),
                        0.25,
                        0.25,
                        "local",
                        "read_write",
                        active ? "active" : "idle",
                        null,
                        Map.of(),
                        false,
                        "transaction",
                        false,
                        false,
                        null,
                        "console",
                        InMemoryEngine.THEN,
                        InMemoryEngine.THEN,
                        null,
                        null,
                        "localhost",
                        300,
                        "k8s-neonvm"));
    }

    static ConnectionUri uri(Branch branch, String database) {
        String host = "localhost:" + branch.cambium().port();
        return new ConnectionUri(
                "postgresql://owner:secret0@%s/%s?sslmode=require"
                        .formatted(host, database.replace(" ", "%20")),
                new ConnectionUri.Parameters(database, "secret0", "owner", host, host));
    }
}
