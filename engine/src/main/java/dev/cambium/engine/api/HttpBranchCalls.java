package dev.cambium.engine.api;

import static dev.cambium.engine.api.ApiCalls.encode;
import static dev.cambium.engine.api.ApiJson.object;
import static dev.cambium.engine.api.ApiJson.putIfGiven;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Branches over HTTP. */
final class HttpBranchCalls implements BranchCalls {

    private final ApiCalls calls;
    private final ApiPaths paths;

    HttpBranchCalls(ApiCalls calls, ApiPaths paths) {
        this.calls = calls;
        this.paths = paths;
    }

    @Override
    public List<Branch> list(String projectId) {
        return calls.readList(
                calls.get(paths.branches(projectId)), "branches", new TypeReference<>() {});
    }

    @Override
    public List<Branch> search(String projectId, String part) {
        return paths.search(projectId, part);
    }

    @Override
    public Branch get(String projectId, String branch) {
        if (!Meant.isBranchId(branch)) {
            return paths.named(projectId, branch);
        }
        return calls.read(
                calls.get(paths.branches(projectId) + "/" + encode(branch)),
                "branch",
                Branch.class);
    }

    @Override
    public Created.BranchReply create(String projectId, NewBranch request) {
        ObjectNode branch = object();
        putIfGiven(branch, "name", request.name());
        if (request.parent() != null) {
            branch.put("parent_id", paths.idOf(projectId, request.parent()));
        }
        putMoment(branch, request.at());
        if (request.schemaOnly()) {
            branch.put("init_source", "schema-only");
        }
        if (request.isProtected()) {
            branch.put("protected", true);
        }
        if (request.expiresAt() != null) {
            branch.put("expires_at", request.expiresAt().toString());
        }
        ObjectNode body = object();
        body.set("branch", branch);
        putEndpoints(body.putArray("endpoints"), request);
        if (!request.words().isEmpty()) {
            ObjectNode words = body.putObject("annotation_value");
            request.words().forEach(words::put);
        }
        return calls.read(calls.post(paths.branches(projectId), body), Created.BranchReply.class);
    }

    private static void putEndpoints(ArrayNode endpoints, NewBranch request) {
        if (request.compute()) {
            endpoints.add(
                    HttpEndpointCalls.settings(request.endpoints().own())
                            .put("type", "read_write"));
        }
        for (NewEndpoint one : request.endpoints().readOnly()) {
            ObjectNode endpoint =
                    HttpEndpointCalls.settings(one.settings()).put("type", "read_only");
            putIfGiven(endpoint, "name", one.name());
            endpoints.add(endpoint);
        }
    }

    @Override
    public Branch resetFromParent(String projectId, String branch) {
        String path = "/cambium" + paths.branch(projectId, branch) + "/reset";
        return calls.read(calls.post(path, object()), "branch", Branch.class);
    }

    @Override
    public Flattened flatten(String projectId, String branch) {
        return calls.read(
                calls.postWithoutTimeout(
                        "/cambium" + paths.branch(projectId, branch) + "/flatten", object()),
                Flattened.class);
    }

    @Override
    public Branch delete(String projectId, String branch) {
        return calls.read(calls.delete(paths.branch(projectId, branch)), "branch", Branch.class);
    }

    /** Neon has a field for each kind of moment, and none for the head. */
    private static void putMoment(ObjectNode branch, @Nullable String at) {
        if (at != null && !at.strip().equalsIgnoreCase("head")) {
            branch.put(at.indexOf('/') >= 0 ? "parent_lsn" : "parent_timestamp", at);
        }
    }
}
