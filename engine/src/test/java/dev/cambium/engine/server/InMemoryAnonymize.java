package dev.cambium.engine.server;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cambium.engine.api.AnonymizeCalls;
import dev.cambium.engine.api.AnonymizedStatus;
import dev.cambium.engine.api.ApiJson;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.MaskingFunctionInfo;
import dev.cambium.engine.api.MaskingPreviewReply;
import dev.cambium.engine.api.MaskingRule;
import dev.cambium.engine.api.MaskingRulesText;
import dev.cambium.engine.api.NewAnonymized;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.PersonalColumn;

import org.jspecify.annotations.NullUnmarked;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Anonymizing in an {@link InMemoryEngine}: it keeps rules and states, and what it was asked. */
@NullUnmarked
public final class InMemoryAnonymize implements AnonymizeCalls {

    private final InMemoryEngine engine;
    volatile List<MaskingRule> rules = List.of();
    volatile int version;
    volatile boolean approved;
    volatile MaskingTrial lastTrial;
    volatile NewAnonymized lastRun;
    volatile String cancelled;
    volatile String state = "initialized";

    InMemoryAnonymize(InMemoryEngine engine) {
        this.engine = engine;
    }

    public NewAnonymized lastRun() {
        return lastRun;
    }

    @Override
    public List<PersonalColumn> detect(
            String projectId, String branch, String database, boolean all) {
        engine.branches().get(projectId, branch);
        PersonalColumn email =
                new PersonalColumn(
                        "public",
                        "people",
                        "email",
                        null,
                        "text",
                        "text",
                        "EMAIL_ADDRESS",
                        0.97,
                        List.of("the name says email address"),
                        true,
                        "email");
        PersonalColumn unsure =
                new PersonalColumn(
                        "public",
                        "people",
                        "doc",
                        "$.who",
                        "jsonb",
                        "json",
                        "FIRST_NAME",
                        0.3,
                        List.of("40 % of 10 values look like one"),
                        false,
                        null);
        return all ? List.of(email, unsure) : List.of(email);
    }

    @Override
    public List<MaskingFunctionInfo> functions() {
        return List.of(
                new MaskingFunctionInfo(
                        "noise", "nearly the same", "none", List.of("ratio"), List.of("integer")));
    }

    @Override
    public MaskingRulesText rules(String projectId, String database) {
        return new MaskingRulesText(
                database, version, approved, rules.size(), "cambium_rules: 1\n", rules);
    }

    @Override
    public MaskingRulesText setRules(String projectId, String yaml) {
        if (!yaml.startsWith("cambium_rules")) {
            throw new EngineException(
                    400, "MASKING_RULE_INVALID", "The rules do not begin with a version.");
        }
        version++;
        return rules(projectId, "shop");
    }

    @Override
    public MaskingRulesText changeRules(
            String projectId, String database, List<MaskingRule> changes) {
        rules = List.copyOf(changes);
        version++;
        return rules(projectId, database);
    }

    @Override
    public MaskingRulesText approveRules(
            String projectId, String branch, String database, boolean acceptDetected) {
        approved = acceptDetected;
        return rules(projectId, database);
    }

    @Override
    public MaskingPreviewReply preview(String projectId, String branch, MaskingTrial trial) {
        lastTrial = trial;
        return new MaskingPreviewReply(
                List.of(
                        new MaskingPreviewReply.Table(
                                "public.people",
                                List.of("email"),
                                List.of("email"),
                                List.of(Collections.singletonList(null)),
                                List.of(List.of("mia@example.com")))),
                List.of("a problem"),
                List.of("a warning"));
    }

    @Override
    public Created.BranchReply run(String projectId, NewAnonymized request) {
        lastRun = request;
        state = "anonymized";
        return made(projectId, request.name());
    }

    private Created.BranchReply made(String projectId, String name) {
        return engine.branches()
                .create(projectId, new NewBranch(name, null, null, true, true, false, null));
    }

    @Override
    public AnonymizedStatus refresh(String projectId, String branch) {
        state = "anonymized";
        return status(projectId, branch);
    }

    @Override
    public void cancel(String projectId, String branch) {
        cancelled = branch;
    }

    @Override
    public JsonNode report(String projectId, String branch) {
        return ApiJson.mapper().valueToTree(List.of(Map.of("rows", 7)));
    }

    @Override
    public String htmlReport(String projectId, String branch) {
        return "<html>7</html>";
    }

    @Override
    public Created.BranchReply create(
            String projectId, NewBranch request, List<MaskingRule> own, boolean start) {
        rules = List.copyOf(own);
        state = start ? "anonymizing" : "initialized";
        return made(projectId, request.name());
    }

    @Override
    public List<MaskingRule> maskingRules(String projectId, String branch) {
        return rules;
    }

    @Override
    public List<MaskingRule> setMaskingRules(
            String projectId, String branch, List<MaskingRule> own) {
        rules = List.copyOf(own);
        return rules;
    }

    @Override
    public AnonymizedStatus start(String projectId, String branch) {
        state = "anonymizing";
        return status(projectId, branch);
    }

    @Override
    public AnonymizedStatus status(String projectId, String branch) {
        return new AnonymizedStatus(
                projectId,
                engine.branches().get(projectId, branch).id(),
                state,
                "as it is",
                InMemoryEngine.THEN,
                InMemoryEngine.THEN,
                null,
                new AnonymizedStatus.LastRun(InMemoryEngine.THEN, null, 3));
    }
}
