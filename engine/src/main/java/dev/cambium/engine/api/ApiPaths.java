package dev.cambium.engine.api;

import static dev.cambium.engine.api.ApiCalls.encode;

import com.fasterxml.jackson.core.type.TypeReference;

import java.util.List;

/** Paths of Neon's API. It knows branches by their ids only, so names are looked up here. */
final class ApiPaths {

    private final ApiCalls calls;

    ApiPaths(ApiCalls calls) {
        this.calls = calls;
    }

    String project(String projectId) {
        return "/projects/" + encode(projectId);
    }

    String branches(String projectId) {
        return project(projectId) + "/branches";
    }

    String branch(String projectId, String branch) {
        return branches(projectId) + "/" + encode(idOf(projectId, branch));
    }

    String endpoint(String projectId, String endpointId) {
        return project(projectId) + "/endpoints/" + encode(endpointId);
    }

    String idOf(String projectId, String branch) {
        return Meant.isBranchId(branch) ? branch : named(projectId, branch).id();
    }

    /**
     * @throws EngineException 404 if the project has no branch of that name
     */
    Branch named(String projectId, String name) {
        return Meant.branch(search(projectId, name), name);
    }

    /** The branches whose name or id contains a text. */
    List<Branch> search(String projectId, String part) {
        return calls.readList(
                calls.get(branches(projectId) + "?search=" + encode(part)),
                "branches",
                new TypeReference<>() {});
    }
}
