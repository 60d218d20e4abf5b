package dev.cambium.engine.server;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;

import dev.cambium.engine.api.AnonymizeCalls;
import dev.cambium.engine.api.ApiJson;
import dev.cambium.engine.api.MaskingRule;
import dev.cambium.engine.api.NewAnonymized;
import dev.cambium.engine.api.NewBranch;

import io.javalin.http.Context;

import java.io.IOException;
import java.util.List;

/** Neon's calls of anonymized branches, and ours of what is personal and the rules for it. */
final class AnonymizeResource {

    private static final int PREVIEW_ROWS = 5;
    private static final int PREVIEW_ROWS_MAX = 100;

    private final EngineService engine;

    AnonymizeResource(EngineService engine, WithdrawableCalls withdrawable, Routes routes) {
        this.engine = engine;
        String branch = "/projects/{p}/branches/{b}";
        routes.post("/projects/{p}/branch_anonymized", this::create);
        routes.get(branch + "/masking_rules", this::maskingRules);
        routes.patch(branch + "/masking_rules", this::setMaskingRules);
        routes.post(branch + "/anonymize", this::start);
        routes.get(branch + "/anonymized_status", this::status);
        routes.get("/cambium/anonymize/functions", this::functions);
        routes.get("/cambium/projects/{p}/masking_rules", this::rules);
        routes.put("/cambium/projects/{p}/masking_rules", this::setRules);
        routes.patch("/cambium/projects/{p}/masking_rules", this::changeRules);
        routes.post("/cambium/projects/{p}/anonymize", withdrawable.each(this::run));
        routes.post("/cambium/projects/{p}/anonymize/cancel", this::cancel);
        routes.post("/cambium" + branch + "/anonymize/detect", this::detect);
        routes.post("/cambium" + branch + "/anonymize/approve", this::approve);
        routes.post("/cambium" + branch + "/anonymize/preview", this::preview);
        routes.post("/cambium" + branch + "/anonymize/refresh", this::refresh);
        routes.get("/cambium" + branch + "/anonymize/report", this::report);
    }

    private void create(Context context) throws IOException {
        RequestBody body = RequestBody.of(context);
        NewBranch wish = BranchResource.newBranch(body.object("branch_create"));
        boolean start = Boolean.TRUE.equals(body.bool("start_anonymization"));
        Reply.created(context, calls().create(project(context), wish, rulesIn(body), start));
    }

    private static List<MaskingRule> rulesIn(RequestBody body) {
        JsonNode rules = body.node().path("masking_rules");
        if (rules.isMissingNode() || rules.isNull()) {
            return List.of();
        }
        List<MaskingRule> found;
        try {
            found = ApiJson.mapper().convertValue(rules, new TypeReference<List<MaskingRule>>() {});
        } catch (IllegalArgumentException e) {
            throw RequestBody.bad("\"masking_rules\" must be a list of rules.");
        }
        for (JsonNode rule : rules) {
            for (String name :
                    List.of("database_name", "schema_name", "table_name", "column_name")) {
                if (!rule.path(name).isTextual()) {
                    throw RequestBody.bad("Each masking rule needs a \"%s\".".formatted(name));
                }
            }
        }
        return found;
    }

    private void maskingRules(Context context) throws IOException {
        Reply.ok(
                context,
                Reply.envelope(
                        "masking_rules", calls().maskingRules(project(context), branch(context))));
    }

    private void setMaskingRules(Context context) throws IOException {
        RequestBody body = listOfRules(context);
        Reply.ok(
                context,
                Reply.envelope(
                        "masking_rules",
                        calls().setMaskingRules(project(context), branch(context), rulesIn(body))));
    }

    private static RequestBody listOfRules(Context context) throws IOException {
        RequestBody body = RequestBody.of(context);
        if (!body.node().path("masking_rules").isArray()) {
            throw RequestBody.bad("This call needs a list \"masking_rules\" in its body.");
        }
        return body;
    }

    private void start(Context context) throws IOException {
        Reply.ok(context, calls().start(project(context), branch(context)));
    }

    private void status(Context context) throws IOException {
        Reply.ok(context, calls().status(project(context), branch(context)));
    }

    private void functions(Context context) throws IOException {
        Reply.ok(context, Reply.envelope("functions", calls().functions()));
    }

    private void rules(Context context) throws IOException {
        String database = context.queryParam("database");
        if (database == null) {
            throw RequestBody.bad("Name the database: ?database=NAME.");
        }
        Reply.ok(context, calls().rules(project(context), database));
    }

    private void setRules(Context context) throws IOException {
        String yaml = RequestBody.of(context).requiredText("yaml");
        Reply.ok(context, calls().setRules(project(context), yaml));
    }

    private void changeRules(Context context) throws IOException {
        RequestBody body = listOfRules(context);
        Reply.ok(
                context,
                calls().changeRules(
                                project(context), body.requiredText("database"), rulesIn(body)));
    }

    private void run(Context context) throws IOException {
        RequestBody body = RequestBody.of(context);
        String name = body.requiredText("name");
        var _ = body.name("name", "branch");
        Reply.created(
                context,
                calls().run(
                                project(context),
                                new NewAnonymized(
                                        name,
                                        body.text("source"),
                                        body.text("at"),
                                        body.requiredText("database"),
                                        body.text("rules"),
                                        Boolean.TRUE.equals(body.bool("accept_detected")),
                                        !Boolean.FALSE.equals(body.bool("compute")),
                                        Boolean.TRUE.equals(body.bool("protected")),
                                        body.time("expires_at"))));
    }

    private void cancel(Context context) throws IOException {
        calls().cancel(project(context), RequestBody.of(context).requiredText("branch"));
        Reply.ok(context, Reply.envelope("cancelled", true));
    }

    private void detect(Context context) throws IOException {
        RequestBody body = RequestBody.of(context);
        Reply.ok(
                context,
                Reply.envelope(
                        "findings",
                        calls().detect(
                                        project(context),
                                        branch(context),
                                        body.requiredText("database"),
                                        Boolean.TRUE.equals(body.bool("all")))));
    }

    private void approve(Context context) throws IOException {
        RequestBody body = RequestBody.of(context);
        Reply.ok(
                context,
                calls().approveRules(
                                project(context),
                                branch(context),
                                body.requiredText("database"),
                                Boolean.TRUE.equals(body.bool("accept_detected"))));
    }

    private void preview(Context context) throws IOException {
        RequestBody body = RequestBody.of(context);
        Long rows = body.integer("rows");
        long asked = rows == null ? PREVIEW_ROWS : rows;
        if (asked < 1 || asked > PREVIEW_ROWS_MAX) {
            throw RequestBody.bad("\"rows\" lies between 1 and %d.".formatted(PREVIEW_ROWS_MAX));
        }
        Reply.ok(
                context,
                calls().preview(
                                project(context),
                                branch(context),
                                new AnonymizeCalls.MaskingTrial(
                                        body.requiredText("database"),
                                        body.text("rules"),
                                        Boolean.TRUE.equals(body.bool("accept_detected")),
                                        (int) asked,
                                        rulesIn(body),
                                        body.text("table"))));
    }

    private void refresh(Context context) throws IOException {
        Reply.ok(context, calls().refresh(project(context), branch(context)));
    }

    private void report(Context context) throws IOException {
        if ("html".equals(context.queryParam("format"))) {
            Reply.ok(
                    context,
                    Reply.envelope("html", calls().htmlReport(project(context), branch(context))));
        } else {
            Reply.ok(
                    context,
                    Reply.envelope("databases", calls().report(project(context), branch(context))));
        }
    }

    private AnonymizeCalls calls() {
        return engine.anonymize();
    }

    private static String project(Context context) {
        return context.pathParam("p");
    }

    private static String branch(Context context) {
        return context.pathParam("b");
    }
}
