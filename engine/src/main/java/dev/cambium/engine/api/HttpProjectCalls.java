package dev.cambium.engine.api;

import static dev.cambium.engine.api.ApiCalls.encode;
import static dev.cambium.engine.api.ApiJson.object;
import static dev.cambium.engine.api.ApiJson.putIfGiven;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Projects over HTTP. */
final class HttpProjectCalls implements ProjectCalls {

    private final ApiCalls calls;
    private final ApiPaths paths;

    HttpProjectCalls(ApiCalls calls, ApiPaths paths) {
        this.calls = calls;
        this.paths = paths;
    }

    @Override
    public List<Project> list() {
        return calls.readList(calls.get("/projects"), "projects", new TypeReference<>() {});
    }

    @Override
    public Project get(String project) {
        return Meant.project(list(), project);
    }

    @Override
    public Created.ProjectReply create(NewProject request) {
        ObjectNode project = object();
        putIfGiven(project, "name", request.name());
        if (request.pgVersion() != null) {
            project.put("pg_version", request.pgVersion());
        }
        putIfGiven(project, "cambium_postgres_bin", request.postgresBin());
        putIfGiven(project, "history_retention_seconds", request.historyRetentionSeconds());
        putIfGiven(project, "cambium_history_max_bytes", request.historyMaxBytes());
        putDefaults(project, request.endpointDefaults());
        ObjectNode branch = project.putObject("branch");
        putIfGiven(branch, "name", request.branchName());
        putIfGiven(branch, "role_name", request.roleName());
        putIfGiven(branch, "database_name", request.databaseName());
        ObjectNode body = object();
        body.set("project", project);
        return calls.read(calls.post("/projects", body), Created.ProjectReply.class);
    }

    @Override
    public Project update(String projectId, ProjectUpdate update) {
        ObjectNode project = object();
        putIfGiven(project, "name", update.name());
        putIfGiven(project, "history_retention_seconds", update.historyRetentionSeconds());
        putIfGiven(project, "cambium_history_max_bytes", update.historyMaxBytes());
        putDefaults(project, update.endpointDefaults());
        ObjectNode body = object();
        body.set("project", project);
        return calls.read(calls.patch(paths.project(projectId), body), "project", Project.class);
    }

    private static void putDefaults(ObjectNode project, @Nullable EndpointUpdate defaults) {
        if (defaults != null && !defaults.equals(EndpointUpdate.NOTHING)) {
            project.set("default_endpoint_settings", HttpEndpointCalls.settings(defaults));
        }
    }

    @Override
    public Project delete(String projectId) {
        return calls.read(calls.delete(paths.project(projectId)), "project", Project.class);
    }

    @Override
    public List<Project> deleted() {
        return calls.readList(
                calls.get("/projects?recoverable=true"), "projects", new TypeReference<>() {});
    }

    @Override
    public Project recover(String project) {
        String path = "/projects/" + encode(project) + "/recover";
        return calls.read(calls.post(path, object()), "project", Project.class);
    }

    @Override
    public List<Operation> operations(String projectId) {
        return calls.readList(
                calls.get(paths.project(projectId) + "/operations"),
                "operations",
                new TypeReference<>() {});
    }

    @Override
    public Operation cancel(String projectId, String operationId) {
        String path = "/cambium" + paths.project(projectId) + "/operations/" + encode(operationId);
        return calls.read(calls.post(path + "/cancel", object()), "operation", Operation.class);
    }
}
