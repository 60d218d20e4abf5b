package dev.cambium.engine.api;

import static dev.cambium.engine.api.ApiCalls.encode;
import static dev.cambium.engine.api.ApiJson.object;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/** Roles over HTTP. */
final class HttpRoleCalls implements RoleCalls {

    private final ApiCalls calls;
    private final ApiPaths paths;

    HttpRoleCalls(ApiCalls calls, ApiPaths paths) {
        this.calls = calls;
        this.paths = paths;
    }

    @Override
    public List<Role> list(String projectId, String branch) {
        return calls.readList(
                calls.get(paths.branch(projectId, branch) + "/roles"),
                "roles",
                new TypeReference<>() {});
    }

    @Override
    public Role create(String projectId, String branch, String name, boolean login) {
        ObjectNode body = object();
        ObjectNode role = body.putObject("role").put("name", name);
        if (!login) {
            role.put("no_login", true);
        }
        String path = paths.branch(projectId, branch) + "/roles";
        return calls.read(calls.post(path, body), "role", Role.class);
    }

    @Override
    public Role resetPassword(String projectId, String branch, String role) {
        String path = rolePath(projectId, branch, role) + "/reset_password";
        return calls.read(calls.post(path, object()), "role", Role.class);
    }

    @Override
    public Role delete(String projectId, String branch, String role) {
        return calls.read(calls.delete(rolePath(projectId, branch, role)), "role", Role.class);
    }

    @Override
    public String revealPassword(String projectId, String branch, String role) {
        String path = paths.branch(projectId, branch) + "/roles/" + encode(role);
        return calls.read(calls.get(path + "/reveal_password"), "password", String.class);
    }

    private String rolePath(String projectId, String branch, String role) {
        return paths.branch(projectId, branch) + "/roles/" + encode(role);
    }
}
