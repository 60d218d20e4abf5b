package dev.cambium.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cambium.engine.api.AnonymizeCalls;
import dev.cambium.engine.api.AnonymizeCalls.MaskingTrial;
import dev.cambium.engine.api.ApiJson;
import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.MaskingRule;
import dev.cambium.engine.api.NewAnonymized;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The calls of anonymizing: from the client to the engine, and as Neon's clients make them. */
@NullUnmarked
class AnonymizeApiTest {

    private static final String KEY = "the-key";
    private static final MaskingRule RULE =
            new MaskingRule("shop", "public", "people", "email", "anon.fake_email()", null);

    private final InMemoryEngine engine = new InMemoryEngine();
    private ApiServer server;
    private EngineClient client;
    private AnonymizeCalls calls;
    private String project;
    private String branch;

    @BeforeEach
    void start() {
        server = new ApiServer(engine, KEY, 0).start();
        client = EngineClient.connect(server.apiUrl(), KEY);
        calls = client.anonymize();
        project = client.projects().create(new NewProject("shop", null, null, null)).project().id();
        branch = client.branches().list(project).getFirst().id();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private JsonNode send(String method, String path, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.apiUrl() + path))
                        .header("Authorization", "Bearer " + KEY)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return ApiJson.mapper()
                    .createObjectNode()
                    .put("status", answer.statusCode())
                    .set("body", ApiJson.mapper().readTree(answer.body()));
        }
    }

    @Test
    void findingsComeThroughWithAllTheirFields() throws Exception {
        assertThat(calls.detect(project, branch, "shop", true))
                .isEqualTo(engine.anonymize().detect(project, branch, "shop", true));
        assertThat(calls.detect(project, branch, "shop", false)).hasSize(1);
        JsonNode one =
                send(
                                "POST",
                                "/cambium/projects/%s/branches/%s/anonymize/detect"
                                        .formatted(project, branch),
                                "{\"database\": \"shop\"}")
                        .path("body")
                        .path("findings")
                        .path(0);
        List<String> names = new ArrayList<>();
        one.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .contains("schema", "table", "column", "kind", "confidence", "reasons", "type");
    }

    @Test
    void rulesAreReadSetChangedAndApproved() {
        assertThat(calls.rules(project, "shop").version()).isZero();
        assertThat(calls.setRules(project, "cambium_rules: 1\n").version()).isOne();
        assertThat(calls.changeRules(project, "shop", List.of(RULE)).columns())
                .containsExactly(RULE);
        MaskingRule gone = new MaskingRule("shop", "public", "people", "email", null, null);
        assertThat(calls.changeRules(project, "shop", List.of(gone)).columns())
                .containsExactly(gone);
        assertThat(calls.approveRules(project, branch, "shop", true).approved()).isTrue();
        assertThat(calls.functions()).isEqualTo(engine.anonymize().functions());
        assertThatThrownBy(() -> calls.setRules(project, "nonsense"))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.code()).isEqualTo("MASKING_RULE_INVALID"));
    }

    @Test
    void aPreviewIsAskedForAsItIsMeantAndKeepsNulls() throws Exception {
        MaskingTrial trial =
                new MaskingTrial("shop", "yaml", true, 7, List.of(RULE), "public.people");
        assertThat(calls.preview(project, branch, trial))
                .isEqualTo(engine.anonymize().preview(project, branch, trial));
        assertThat(engine.anonymize().lastTrial).isEqualTo(trial);
        JsonNode refused =
                send(
                        "POST",
                        "/cambium/projects/%s/branches/%s/anonymize/preview"
                                .formatted(project, branch),
                        "{\"database\": \"shop\", \"rows\": 101}");
        assertThat(refused.path("status").asInt()).isEqualTo(400);
        assertThat(refused.path("body").path("message").asText())
                .contains("lies between 1 and 100");
    }

    @Test
    void aRunIsAskedForCancelledRefreshedAndReported() {
        NewAnonymized wish = new NewAnonymized("safe", branch, "0/1", "shop", "y", true, false);
        Branch made = calls.run(project, wish).branch();
        assertThat(made.name()).isEqualTo("safe");
        assertThat(engine.anonymize().lastRun).isEqualTo(wish);
        NewAnonymized guarded =
                new NewAnonymized(
                        "safe2",
                        branch,
                        null,
                        "shop",
                        null,
                        true,
                        false,
                        false,
                        Instant.parse("2026-12-01T12:00:00Z"));
        var _ = calls.run(project, guarded);
        assertThat(engine.anonymize().lastRun).isEqualTo(guarded);
        calls.cancel(project, "other");
        assertThat(engine.anonymize().cancelled).isEqualTo("other");
        assertThat(calls.refresh(project, made.id()).state()).isEqualTo("anonymized");
        assertThat(calls.report(project, made.id()).path(0).path("rows").asInt()).isEqualTo(7);
        assertThat(calls.htmlReport(project, made.id())).isEqualTo("<html>7</html>");
    }

    @Test
    void neonsCallsHaveNeonsShapes() throws Exception {
        JsonNode made =
                send(
                        "POST",
                        "/projects/%s/branch_anonymized".formatted(project),
                        """
                        {"branch_create": {"branch": {"name": "masked"}}, "masking_rules": [
                          {"database_name": "shop", "schema_name": "public", "table_name": "people",
                           "column_name": "email", "masking_function": "anon.fake_email()"}],
                         "start_anonymization": true}
                        """);
        assertThat(made.path("status").asInt()).isEqualTo(201);
        String id = made.path("body").path("branch").path("id").asText();
        String path = "/projects/%s/branches/%s".formatted(project, id);
        JsonNode status = send("GET", path + "/anonymized_status", "").path("body");
        assertThat(status.path("state").asText()).isEqualTo("anonymizing");
        assertThat(status.path("branch_id").asText()).isEqualTo(id);
        assertThat(status.path("last_run").path("masked_columns").asInt()).isEqualTo(3);
        assertThat(
                        send("GET", path + "/masking_rules", "")
                                .path("body")
                                .path("masking_rules")
                                .path(0)
                                .path("masking_function")
                                .asText())
                .isEqualTo("anon.fake_email()");
        assertThat(
                        send("PATCH", path + "/masking_rules", "{\"masking_rules\": []}")
                                .path("body")
                                .path("masking_rules")
                                .size())
                .isZero();
        assertThat(send("POST", path + "/anonymize", "").path("body").path("state").asText())
                .isEqualTo("anonymizing");
        assertThat(
                        calls.create(
                                        project,
                                        new NewBranch(
                                                "other", branch, null, false, false, false, null),
                                        List.of(RULE),
                                        false)
                                .branch()
                                .name())
                .isEqualTo("other");
    }

    @Test
    void badRulesAreRefusedByName() throws Exception {
        String path = "/projects/%s/branches/%s/masking_rules".formatted(project, branch);
        JsonNode noList = send("PATCH", path, "{}");
        assertThat(noList.path("status").asInt()).isEqualTo(400);
        assertThat(noList.path("body").path("message").asText()).contains("\"masking_rules\"");
        JsonNode noColumn =
                send(
                        "PATCH",
                        path,
                        "{\"masking_rules\": [{\"database_name\": \"d\", \"schema_name\": \"s\", \"table_name\": \"t\"}]}");
        assertThat(noColumn.path("body").path("message").asText()).contains("\"column_name\"");
    }
}
