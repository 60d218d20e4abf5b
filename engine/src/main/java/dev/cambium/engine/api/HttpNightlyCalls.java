package dev.cambium.engine.api;

import static dev.cambium.engine.api.ApiJson.object;
import static dev.cambium.engine.api.ApiJson.putIfGiven;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/** Nightly refreshes over HTTP. */
final class HttpNightlyCalls implements NightlyCalls {

    private final ApiCalls calls;
    private final ApiPaths paths;

    HttpNightlyCalls(ApiCalls calls, ApiPaths paths) {
        this.calls = calls;
        this.paths = paths;
    }

    @Override
    public List<NightlyPlan> list(String projectId) {
        return calls.readList(
                calls.get("/cambium" + paths.project(projectId) + "/nightly"),
                "nightly",
                new TypeReference<>() {});
    }

    @Override
    public NightlyPlan plan(String projectId, String branch, DatabaseImport request, int hour) {
        ObjectNode body = object().put("url", request.url()).put("hour", hour);
        putIfGiven(body, "database", request.database());
        return calls.read(calls.put(path(projectId, branch), body), "nightly", NightlyPlan.class);
    }

    @Override
    public NightlyPlan end(String projectId, String branch) {
        return calls.read(calls.delete(path(projectId, branch)), "nightly", NightlyPlan.class);
    }

    private String path(String projectId, String branch) {
        return "/cambium" + paths.branch(projectId, branch) + "/nightly";
    }
}
