package dev.cambium.engine.server;

import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.Role;
import dev.cambium.engine.api.RoleCalls;

import org.jspecify.annotations.NullUnmarked;

import java.time.Instant;
import java.util.List;

/** Roles of {@link InMemoryEngine}. */
@NullUnmarked
public final class InMemoryRoles implements RoleCalls {

    private final InMemoryEngine engine;

    InMemoryRoles(InMemoryEngine engine) {
        this.engine = engine;
    }

    @Override
    public List<Role> list(String projectId, String branchId) {
        engine.branches().get(projectId, branchId);
        return List.of(
                new Role(
                        branchId,
                        "owner",
                        null,
                        false,
                        "password",
                        InMemoryEngine.THEN,
                        InMemoryEngine.THEN));
    }

    @Override
    public String revealPassword(String projectId, String branchId, String role) {
        engine.branches().get(projectId, branchId);
        if (!role.equals("owner")) {
            throw new EngineException(404, "ROLE_NOT_FOUND", "There is no role " + role + ".");
        }
        return "secret0";
    }

    @Override
    public Role create(String projectId, String branchId, String name, boolean login) {
        return role(projectId, branchId, name, login ? "made" : null);
    }

    @Override
    public Role resetPassword(String projectId, String branchId, String role) {
        return role(projectId, branchId, role, "reset");
    }

    @Override
    public Role delete(String projectId, String branchId, String role) {
        return role(projectId, branchId, role, null);
    }

    private Role role(String projectId, String branchId, String name, String password) {
        engine.branches().get(projectId, branchId);
        return new Role(
                branchId,
                name,
                password,
                false,
                password == null ? "no_login" : "password",
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
