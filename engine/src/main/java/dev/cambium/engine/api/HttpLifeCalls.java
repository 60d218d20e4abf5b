package dev.cambium.engine.api;

import static dev.cambium.engine.api.ApiCalls.encode;
import static dev.cambium.engine.api.ApiJson.object;
import static dev.cambium.engine.api.ApiJson.putIfGiven;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The verbs of a branch's life over HTTP. */
final class HttpLifeCalls implements LifeCalls {

    private final ApiCalls calls;
    private final ApiPaths paths;

    HttpLifeCalls(ApiCalls calls, ApiPaths paths) {
        this.calls = calls;
        this.paths = paths;
    }

    @Override
    public BranchChange reset(
            String projectId,
            String branch,
            @Nullable String preserveUnderName,
            boolean rebaseChildren) {
        ObjectNode body = object();
        putIfGiven(body, "preserve_under_name", preserveUnderName);
        if (rebaseChildren) {
            body.put("rebase_children", true);
        }
        return change(calls.post("/cambium" + paths.branch(projectId, branch) + "/reset", body));
    }

    @Override
    public BranchChange restore(String projectId, String branch, RestoreRequest request) {
        ObjectNode body =
                object().put("source_branch_id", paths.idOf(projectId, request.source()))
                        .put("backup", true);
        putIfGiven(body, "preserve_under_name", request.preserveUnderName());
        String at = request.at();
        if (at != null) {
            body.put(at.indexOf('/') >= 0 ? "source_lsn" : "source_timestamp", at);
        }
        return change(calls.post(paths.branch(projectId, branch) + "/restore", body));
    }

    @Override
    public BranchChange update(String projectId, String branch, BranchUpdate update) {
        ObjectNode body = object();
        ObjectNode fields = body.putObject("branch");
        putIfGiven(fields, "name", update.name());
        if (update.isProtected() != null) {
            fields.put("protected", update.isProtected());
        }
        BranchUpdate.Expiry expiry = update.expiry();
        if (expiry != null) {
            fields.put("expires_at", expiry.at() == null ? null : expiry.at().toString());
        }
        return change(calls.patch(paths.branch(projectId, branch), body));
    }

    @Override
    public BranchChange setDefault(String projectId, String branch) {
        return change(calls.post(paths.branch(projectId, branch) + "/set_as_default", object()));
    }

    @Override
    public BranchChange delete(String projectId, String branch, Orphans children) {
        String query =
                switch (children) {
                    case REFUSE -> "";
                    case DELETE -> "?cascade=true";
                    case KEEP -> "?keep_children=true";
                };
        return change(calls.delete(paths.branch(projectId, branch) + query));
    }

    @Override
    public List<Branch> deleted(String projectId) {
        return calls.readList(
                calls.get("/cambium" + paths.project(projectId) + "/deleted_branches"),
                "branches",
                new TypeReference<>() {});
    }

    @Override
    public BranchChange recover(String projectId, String branch, @Nullable String name) {
        ObjectNode body = object();
        putIfGiven(body, "name", name);
        return change(calls.post(one(projectId, branch) + "/recover", body));
    }

    @Override
    public List<Undoable> undoable(String projectId) {
        return calls.readList(calls.get(undoPath(projectId)), "undoable", new TypeReference<>() {});
    }

    @Override
    public Undone undo(String projectId, @Nullable String operationId) {
        ObjectNode body = object();
        putIfGiven(body, "operation_id", operationId);
        return calls.read(calls.post(undoPath(projectId), body), Undone.class);
    }

    @Override
    public List<TrashItem> trash(String projectId) {
        return calls.readList(calls.get(trashPath(projectId)), "trash", new TypeReference<>() {});
    }

    @Override
    public ProjectSpace space(String projectId) {
        String path = "/cambium" + paths.project(projectId) + "/space";
        return calls.read(calls.get(path), "space", ProjectSpace.class);
    }

    @Override
    public List<TrashItem> emptyTrash(String projectId) {
        return calls.readList(
                calls.delete(trashPath(projectId)), "trash", new TypeReference<>() {});
    }

    @Override
    public List<TrashItem> emptyTrash(String projectId, String branchId) {
        String path = trashPath(projectId) + "?branch_id=" + ApiCalls.encode(branchId);
        return calls.readList(calls.delete(path), "trash", new TypeReference<>() {});
    }

    private BranchChange change(JsonNode answer) {
        return calls.read(answer, BranchChange.class);
    }

    /** By the id that is known; a deleted branch is found by its name as well. */
    private String one(String projectId, String branch) {
        return paths.branches(projectId) + "/" + encode(branch);
    }

    private String undoPath(String projectId) {
        return "/cambium" + paths.project(projectId) + "/undo";
    }

    private String trashPath(String projectId) {
        return "/cambium" + paths.project(projectId) + "/trash";
    }
}
