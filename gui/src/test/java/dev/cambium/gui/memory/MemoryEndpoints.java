package dev.cambium.gui.memory;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EndpointCalls;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.api.NewEndpoint;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The endpoints of a {@link MemoryEngine}. */
final class MemoryEndpoints implements EndpointCalls {

    private final MemoryEngine engine;
    private final Map<String, List<Endpoint>> readOnly = new HashMap<>();
    private final Map<String, EndpointUpdate> updates = new HashMap<>();

    MemoryEndpoints(MemoryEngine engine) {
        this.engine = engine;
    }

    @Override
    public List<Endpoint> of(String projectId, String branch) {
        synchronized (engine) {
            engine.alive();
            Branch found = engine.find(branch);
            List<Endpoint> all = new ArrayList<>();
            all.add(endpoint(found));
            all.addAll(readOnly.getOrDefault(found.id(), List.of()));
            return List.copyOf(all);
        }
    }

    @Override
    public Endpoint start(String projectId, String endpointId) {
        return compute(projectId, endpointId, "running", "start_compute");
    }

    @Override
    public Endpoint suspend(String projectId, String endpointId) {
        return compute(projectId, endpointId, "asleep", "suspend_compute");
    }

    @Override
    public Endpoint restart(String projectId, String endpointId) {
        return compute(projectId, endpointId, "running", "restart_compute");
    }

    @Override
    public ConnectionUri connectionUri(
            String projectId, String branch, @Nullable String database, @Nullable String role) {
        synchronized (engine) {
            engine.alive();
            int port = engine.find(branch).cambium().port();
            return new ConnectionUri(
                    "postgres://shop:s3cret-word@127.0.0.1:" + port + "/shop?sslmode=require",
                    new ConnectionUri.Parameters(
                            "shop", "s3cret-word", "shop", "127.0.0.1:" + port, ""));
        }
    }

    @Override
    public Endpoint create(String projectId, String branch, NewEndpoint request) {
        synchronized (engine) {
            engine.verb();
            Branch found = engine.find(branch);
            Endpoint made =
                    Records.with(
                            endpoint(found),
                            "id",
                            "ep-ro-" + ++engine.counter,
                            "type",
                            "read_only",
                            "name",
                            request.name(),
                            "host",
                            "localhost:" + (60_000 + engine.counter));
            readOnly.computeIfAbsent(found.id(), id -> new ArrayList<>()).add(made);
            return made;
        }
    }

    @Override
    public Endpoint delete(String projectId, String endpointId) {
        synchronized (engine) {
            engine.verb();
            readOnly.values().forEach(all -> all.removeIf(each -> each.id().equals(endpointId)));
            return null;
        }
    }

    @Override
    public List<Endpoint> list(String projectId) {
        throw new UnsupportedOperationException("the window asks branch by branch");
    }

    @Override
    public Endpoint update(String projectId, String endpointId, EndpointUpdate update) {
        synchronized (engine) {
            engine.verb();
            updates.put(endpointId, update);
            return endpoint(engine.find(endpointId.substring("ep-".length())));
        }
    }

    private Endpoint endpoint(Branch branch) {
        Instant at = branch.createdAt();
        EndpointUpdate set = updates.getOrDefault("ep-" + branch.id(), EndpointUpdate.NOTHING);
        Long timeout = set.suspendTimeoutSeconds();
        return new Endpoint(
                "localhost:" + branch.cambium().port(),
                "ep-" + branch.id(),
                null,
                branch.projectId(),
                branch.id(),
                1,
                1,
                "local",
                "read_write",
                "active",
                null,
                set.pgSettings() == null ? Map.of() : Map.of("pg_settings", set.pgSettings()),
                false,
                "transaction",
                false,
                false,
                null,
                "test",
                at,
                at,
                null,
                null,
                "localhost",
                timeout == null ? 300 : timeout,
                "local");
    }

    private Endpoint compute(String projectId, String endpointId, String state, String action) {
        Branch after;
        synchronized (engine) {
            engine.verb();
            String id = endpointId.substring("ep-".length());
            engine.change(id, before -> Samples.withState(before, state, null));
            after = engine.find(id);
        }
        engine.finished(action, after);
        engine.tell("compute." + state, projectId, after.id(), null, "Compute " + state, null);
        return endpoint(after);
    }
}
