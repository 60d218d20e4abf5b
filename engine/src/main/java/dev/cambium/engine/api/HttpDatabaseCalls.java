package dev.cambium.engine.api;

import static dev.cambium.engine.api.ApiCalls.encode;
import static dev.cambium.engine.api.ApiJson.object;
import static dev.cambium.engine.api.ApiJson.putIfGiven;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Databases over HTTP. */
final class HttpDatabaseCalls implements DatabaseCalls {

    private final ApiCalls calls;
    private final ApiPaths paths;

    HttpDatabaseCalls(ApiCalls calls, ApiPaths paths) {
        this.calls = calls;
        this.paths = paths;
    }

    @Override
    public List<Database> list(String projectId, String branch) {
        return calls.readList(
                calls.get(paths.branch(projectId, branch) + "/databases"),
                "databases",
                new TypeReference<>() {});
    }

    @Override
    public Database create(
            String projectId, String branch, String name, @Nullable String ownerName) {
        ObjectNode body = object();
        ObjectNode database = body.putObject("database").put("name", name);
        putIfGiven(database, "owner_name", ownerName);
        return calls.read(
                calls.post(paths.branch(projectId, branch) + "/databases", body),
                "database",
                Database.class);
    }

    @Override
    public Database update(
            String projectId,
            String branch,
            String database,
            @Nullable String newName,
            @Nullable String ownerName) {
        ObjectNode body = object();
        ObjectNode changes = body.putObject("database");
        putIfGiven(changes, "name", newName);
        putIfGiven(changes, "owner_name", ownerName);
        String path = paths.branch(projectId, branch) + "/databases/" + encode(database);
        return calls.read(calls.patch(path, body), "database", Database.class);
    }

    @Override
    public Database delete(String projectId, String branch, String database) {
        String path = paths.branch(projectId, branch) + "/databases/" + encode(database);
        return calls.read(calls.delete(path), "database", Database.class);
    }
}
