package dev.cambium.engine.server;

import dev.cambium.engine.api.Database;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.Role;

import java.time.Instant;

/** Answers for endpoints and roles as an engine does that keeps nothing of them. */
final class InMemoryEndpoints implements EndpointService {

    private final InMemoryEngine engine;

    InMemoryEndpoints(InMemoryEngine engine) {
        this.engine = engine;
    }

    @Override
    public Endpoint restart(String projectId, String endpointId) {
        engine.suspendEndpoint(projectId, endpointId);
        return engine.startEndpoint(projectId, endpointId);
    }

    @Override
    public Endpoint update(String projectId, String endpointId, EndpointUpdate update) {
        if (update.pgSettings() != null && update.pgSettings().containsKey("fsync")) {
            throw new EngineException(400, "SETTINGS_INVALID", "fsync is the engine's.");
        }
        engine.updated(update);
        return engine.startEndpoint(projectId, endpointId);
    }

    @Override
    public void updateDefaults(String projectId, EndpointUpdate update) {
        engine.project(projectId);
        engine.updated(update);
    }

    @Override
    public Role createRole(String projectId, String branchId, String name) {
        return role(projectId, branchId, name, "made");
    }

    @Override
    public Role resetPassword(String projectId, String branchId, String role) {
        return role(projectId, branchId, role, "reset");
    }

    @Override
    public Role deleteRole(String projectId, String branchId, String role) {
        return role(projectId, branchId, role, null);
    }

    @Override
    public Database deleteDatabase(String projectId, String branchId, String database) {
        Database found =
                engine.databases(projectId, branchId).stream()
                        .filter(candidate -> candidate.name().equals(database))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new EngineException(
                                                404,
                                                "DATABASE_NOT_FOUND",
                                                "There is no database " + database + "."));
        engine.forget(branchId, found);
        return found;
    }

    private Role role(String projectId, String branchId, String name, String password) {
        engine.branch(projectId, branchId);
        return new Role(branchId, name, password, false, "password", Instant.EPOCH, Instant.EPOCH);
    }
}
