package dev.cambium.engine.api;

import static dev.cambium.engine.api.ApiCalls.encode;
import static dev.cambium.engine.api.ApiJson.object;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Schemas over HTTP. */
final class HttpSchemaCalls implements SchemaCalls {

    private final ApiCalls calls;
    private final ApiPaths paths;

    HttpSchemaCalls(ApiCalls calls, ApiPaths paths) {
        this.calls = calls;
        this.paths = paths;
    }

    @Override
    public String sql(String projectId, String branch, String database, @Nullable String at) {
        return calls.read(schema(projectId, branch, database, at, "sql"), "sql", String.class);
    }

    @Override
    public List<SchemaTable> tables(
            String projectId, String branch, String database, @Nullable String at) {
        JsonNode reply = schema(projectId, branch, database, at, "json");
        return calls.readList(reply.path("json"), "tables", new TypeReference<>() {});
    }

    @Override
    public SchemaComparison compare(
            String projectId,
            BranchMoment base,
            BranchMoment other,
            @Nullable String database,
            @Nullable String id) {
        String path =
                "/cambium%s/schema_diff?base_branch_id=%s%s%s%s%s"
                        .formatted(
                                paths.branch(projectId, other.branch()),
                                encode(paths.idOf(projectId, base.branch())),
                                given("base_at", base.at()),
                                given("at", other.at()),
                                given("db_name", database),
                                given("comparison_id", id));
        return calls.read(calls.get(path), SchemaComparison.class);
    }

    @Override
    public void cancelComparison(String id) {
        calls.post("/cambium/comparisons/" + encode(id) + "/cancel", object());
    }

    private JsonNode schema(
            String projectId, String branch, String database, @Nullable String at, String format) {
        String moment = at == null ? "" : at.indexOf('/') >= 0 ? "lsn" : "timestamp";
        return calls.get(
                "%s/schema?format=%s&db_name=%s%s"
                        .formatted(
                                paths.branch(projectId, branch),
                                format,
                                encode(database),
                                given(moment, at)));
    }

    private static String given(String name, @Nullable String value) {
        return value == null ? "" : "&" + name + "=" + encode(value);
    }
}
