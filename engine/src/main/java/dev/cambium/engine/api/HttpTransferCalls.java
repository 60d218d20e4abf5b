package dev.cambium.engine.api;

import static dev.cambium.engine.api.ApiCalls.encode;
import static dev.cambium.engine.api.ApiJson.object;
import static dev.cambium.engine.api.ApiJson.putIfGiven;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;

/** Transfers over HTTP. */
final class HttpTransferCalls implements TransferCalls {

    private final ApiCalls calls;
    private final ApiPaths paths;

    HttpTransferCalls(ApiCalls calls, ApiPaths paths) {
        this.calls = calls;
        this.paths = paths;
    }

    @Override
    public ImportReport importFiles(String projectId, String branch, ImportRequest request) {
        ObjectNode body = object();
        ArrayNode files = body.putArray("files");
        request.files().forEach(file -> files.add(file.toString()));
        putIfGiven(body, "database", request.database());
        String path = "/cambium" + paths.branch(projectId, branch) + "/import";
        return calls.read(calls.postWithoutTimeout(path, body), ImportReport.class);
    }

    @Override
    public ImportReport importStream(
            String projectId, String branch, InputStream sql, @Nullable String database) {
        String path = "/cambium" + paths.branch(projectId, branch) + "/import";
        String query = database == null ? "" : "?database=" + encode(database);
        return calls.read(calls.post(path + query, sql, "application/sql"), ImportReport.class);
    }

    @Override
    public ImportReport importDatabase(String projectId, String branch, DatabaseImport request) {
        ObjectNode body = object();
        body.put("url", request.url()).put("refresh", request.refresh());
        putIfGiven(body, "database", request.database());
        String path = "/cambium" + paths.branch(projectId, branch) + "/import";
        return calls.read(calls.postWithoutTimeout(path, body), ImportReport.class);
    }

    @Override
    public ImportReport loadSample(String projectId, int scale) {
        String path = "/cambium" + paths.project(projectId) + "/sample";
        return calls.read(
                calls.postWithoutTimeout(path, object().put("scale", scale)), ImportReport.class);
    }
}
