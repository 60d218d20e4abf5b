package dev.cambium.engine.api;

import static dev.cambium.engine.api.ApiCalls.encode;
import static dev.cambium.engine.api.ApiJson.object;
import static dev.cambium.engine.api.ApiJson.putIfGiven;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Objects;

/** Anonymizing over HTTP. */
final class HttpAnonymizeCalls implements AnonymizeCalls {

    private final ApiCalls calls;
    private final ApiPaths paths;

    HttpAnonymizeCalls(ApiCalls calls, ApiPaths paths) {
        this.calls = calls;
        this.paths = paths;
    }

    private String ours(String projectId, String branch, String verb) {
        return "/cambium" + paths.branch(projectId, branch) + "/anonymize/" + verb;
    }

    @Override
    public List<PersonalColumn> detect(
            String projectId, String branch, String database, boolean all) {
        ObjectNode body = object().put("database", database).put("all", all);
        return calls.readList(
                calls.postWithoutTimeout(ours(projectId, branch, "detect"), body),
                "findings",
                new TypeReference<>() {});
    }

    @Override
    public List<MaskingFunctionInfo> functions() {
        return calls.readList(
                calls.get("/cambium/anonymize/functions"), "functions", new TypeReference<>() {});
    }

    @Override
    public MaskingRulesText rules(String projectId, String database) {
        return calls.read(
                calls.get(
                        "/cambium%s/masking_rules?database=%s"
                                .formatted(paths.project(projectId), encode(database))),
                MaskingRulesText.class);
    }

    @Override
    public MaskingRulesText setRules(String projectId, String yaml) {
        return calls.read(
                calls.put(
                        "/cambium" + paths.project(projectId) + "/masking_rules",
                        object().put("yaml", yaml)),
                MaskingRulesText.class);
    }

    @Override
    public MaskingRulesText changeRules(
            String projectId, String database, List<MaskingRule> changes) {
        ObjectNode body = object().put("database", database);
        body.set("masking_rules", ApiJson.mapper().valueToTree(changes));
        return calls.read(
                calls.patch("/cambium" + paths.project(projectId) + "/masking_rules", body),
                MaskingRulesText.class);
    }

    @Override
    public MaskingRulesText approveRules(
            String projectId, String branch, String database, boolean acceptDetected) {
        ObjectNode body = object().put("database", database).put("accept_detected", acceptDetected);
        return calls.read(
                calls.postWithoutTimeout(ours(projectId, branch, "approve"), body),
                MaskingRulesText.class);
    }

    @Override
    public MaskingPreviewReply preview(String projectId, String branch, MaskingTrial trial) {
        ObjectNode body =
                object().put("database", trial.database())
                        .put("accept_detected", trial.acceptDetected())
                        .put("rows", trial.rows());
        putIfGiven(body, "rules", trial.rules());
        putIfGiven(body, "table", trial.table());
        body.set("masking_rules", ApiJson.mapper().valueToTree(trial.changes()));
        return calls.read(
                calls.postWithoutTimeout(ours(projectId, branch, "preview"), body),
                MaskingPreviewReply.class);
    }

    @Override
    public Created.BranchReply run(String projectId, NewAnonymized request) {
        ObjectNode body =
                object().put("name", request.name())
                        .put("database", request.database())
                        .put("accept_detected", request.acceptDetected())
                        .put("compute", request.compute());
        putIfGiven(body, "source", request.source());
        putIfGiven(body, "at", request.at());
        putIfGiven(body, "rules", request.rules());
        if (request.isProtected()) {
            body.put("protected", true);
        }
        putIfGiven(body, "expires_at", Objects.toString(request.expiresAt(), null));
        return calls.read(
                calls.postWithoutTimeout(
                        "/cambium" + paths.project(projectId) + "/anonymize", body),
                Created.BranchReply.class);
    }

    @Override
    public AnonymizedStatus refresh(String projectId, String branch) {
        return calls.read(
                calls.postWithoutTimeout(ours(projectId, branch, "refresh"), object()),
                AnonymizedStatus.class);
    }

    @Override
    public void cancel(String projectId, String branch) {
        calls.post(
                "/cambium" + paths.project(projectId) + "/anonymize/cancel",
                object().put("branch", branch));
    }

    @Override
    public JsonNode report(String projectId, String branch) {
        return calls.get(ours(projectId, branch, "report")).path("databases");
    }

    @Override
    public String htmlReport(String projectId, String branch) {
        return calls.read(
                calls.get(ours(projectId, branch, "report") + "?format=html"),
                "html",
                String.class);
    }

    @Override
    public Created.BranchReply create(
            String projectId, NewBranch request, List<MaskingRule> rules, boolean start) {
        ObjectNode body = object();
        ObjectNode wish = body.putObject("branch_create");
        ObjectNode branch = wish.putObject("branch");
        putIfGiven(branch, "name", request.name());
        String parent = request.parent();
        if (parent != null) {
            branch.put("parent_id", paths.idOf(projectId, parent));
        }
        if (request.compute()) {
            wish.putArray("endpoints").addObject().put("type", "read_write");
        }
        body.set("masking_rules", ApiJson.mapper().valueToTree(rules));
        body.put("start_anonymization", start);
        return calls.read(
                calls.postWithoutTimeout(paths.project(projectId) + "/branch_anonymized", body),
                Created.BranchReply.class);
    }

    @Override
    public List<MaskingRule> maskingRules(String projectId, String branch) {
        return calls.readList(
                calls.get(paths.branch(projectId, branch) + "/masking_rules"),
                "masking_rules",
                new TypeReference<>() {});
    }

    @Override
    public List<MaskingRule> setMaskingRules(
            String projectId, String branch, List<MaskingRule> rules) {
        ObjectNode body = object();
        body.set("masking_rules", ApiJson.mapper().valueToTree(rules));
        return calls.readList(
                calls.patch(paths.branch(projectId, branch) + "/masking_rules", body),
                "masking_rules",
                new TypeReference<>() {});
    }

    @Override
    public AnonymizedStatus start(String projectId, String branch) {
        return calls.read(
                calls.post(paths.branch(projectId, branch) + "/anonymize", object()),
                AnonymizedStatus.class);
    }

    @Override
    public AnonymizedStatus status(String projectId, String branch) {
        return calls.read(
                calls.get(paths.branch(projectId, branch) + "/anonymized_status"),
                AnonymizedStatus.class);
    }
}
