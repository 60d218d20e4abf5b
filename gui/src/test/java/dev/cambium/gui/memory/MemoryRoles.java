package dev.cambium.gui.memory;

import dev.cambium.engine.api.Role;
import dev.cambium.engine.api.RoleCalls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The roles of a {@link MemoryEngine}: {@code shop}, and those that were made. */
final class MemoryRoles implements RoleCalls {

    private final MemoryEngine engine;
    private final Map<String, List<String>> made = new HashMap<>();

    MemoryRoles(MemoryEngine engine) {
        this.engine = engine;
    }

    private List<String> names(String branch) {
        return made.computeIfAbsent(
                engine.find(branch).id(), id -> new ArrayList<>(List.of("shop")));
    }

    private Role role(String branch, String name, String password) {
        var of = engine.find(branch);
        return new Role(of.id(), name, password, false, "password", of.createdAt(), of.createdAt());
    }

    @Override
    public List<Role> list(String projectId, String branch) {
        synchronized (engine) {
            engine.alive();
            return names(branch).stream().map(name -> role(branch, name, null)).toList();
        }
    }

    @Override
    public Role create(String projectId, String branch, String name, boolean login) {
        synchronized (engine) {
            engine.verb();
            names(branch).add(name);
            return role(branch, name, "new-" + name);
        }
    }

    @Override
    public Role resetPassword(String projectId, String branch, String role) {
        synchronized (engine) {
            engine.verb();
            return role(branch, role, "reset-" + role);
        }
    }

    @Override
    public Role delete(String projectId, String branch, String role) {
        synchronized (engine) {
            engine.verb();
            names(branch).remove(role);
            return role(branch, role, null);
        }
    }

    @Override
    public String revealPassword(String projectId, String branch, String role) {
        synchronized (engine) {
            engine.alive();
            return "s3cret-word";
        }
    }
}
