package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;

import dev.cambium.engine.api.ApiJson;
import dev.cambium.engine.server.ApiServer;
import dev.cambium.engine.server.InMemoryEngine;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A real engine's answers to Neon's calls, each held against Neon's own OpenAPI file; and Neon's
 * TypeScript client on them.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NeonApiSuite {

    @TempDir private static Path folder;

    private static ApiFixture engine;
    private static Path packages;
    private static NeonSpecification specification;
    private static String project;

    /** Every call that was answered as the specification has it. */
    private static final Set<String> MADE = ConcurrentHashMap.newKeySet();

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        packages = NeonPackages.installed();
        specification =
                NeonSpecification.read(
                        packages.resolve(
                                "node_modules/@neondatabase/api-client/public-v2-for-users.gen.yaml"));
        engine = new ApiFixture(folder.resolve("home"));
        engine.execute("main", "create table note (id int)");
        project = "/projects/" + engine.project.id();
    }

    @AfterAll
    static void stop() {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void theAccount() throws Exception {
        get("/users/me");
        get("/users/me/organizations");
        get("/auth");
        get("/api_keys");
        JsonNode key = call("POST", "/api_keys", "{\"key_name\":\"ci\"}", 200);
        get("/api_keys");
        call("DELETE", "/api_keys/" + key.path("id").asLong(), "", 200);
        get("/regions");
    }

    @Test
    void usage() throws Exception {
        Instant now = Instant.now();
        for (String granularity : List.of("hourly", "daily", "monthly")) {
            String range =
                    "granularity=%s&from=%s&to=%s&org_id=mine&project_ids=%s"
                            .formatted(
                                    granularity,
                                    now.minusSeconds(60),
                                    now.plusSeconds(60),
                                    engine.project.id());
            assertThat(get("/consumption_history/projects?" + range).at("/projects/0/periods"))
                    .isNotEmpty();
            get("/consumption_history/v2/projects?metrics=compute_unit_seconds&" + range);
            get("/consumption_history/v2/branches?metrics=child_branch_bytes_month&" + range);
        }
        call("GET", "/consumption_history/projects?granularity=daily", "", 400);
        call(
                "GET",
                "/consumption_history/projects?granularity=hourly&from=2020-01-01T00:00:00Z&to="
                        + now,
                "",
                406);
    }

    @Test
    void anAnonymizedBranch() throws Exception {
        engine.execute(
                "main",
                "create table person (id int primary key, email text)",
                "insert into person values (1, 'ada@example.com')");
        JsonNode made =
                call(
                        "POST",
                        project + "/branch_anonymized",
                        "{\"branch_create\":{\"branch\":{\"name\":\"safe\"},\"endpoints\":[{\"type\":\"read_write\"}]}}",
                        201);
        String safe = project + "/branches/" + made.path("branch").path("id").asText();
        get(safe + "/masking_rules");
        call(
                "PATCH",
                safe + "/masking_rules",
                "{\"masking_rules\":[{\"database_name\":\"shop\",\"schema_name\":\"public\",\"table_name\":\"person\",\"column_name\":\"email\",\"masking_function\":\"anon.dummy_safe_email()\"}]}",
                200);
        get(safe + "/anonymized_status");
        call("POST", safe + "/anonymize", "", 200);
        Instant deadline = Instant.now().plus(Duration.ofMinutes(1));
        while (!get(safe + "/anonymized_status").path("state").asText().equals("anonymized")) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(100);
        }
        assertThat(engine.query("safe", "select email from person"))
                .isNotEqualTo("ada@example.com");
    }

    @Test
    void aReadOnlyEndpoint() throws Exception {
        String main = engine.client.branches().get(engine.project.id(), "main").id();
        JsonNode made =
                call(
                        "POST",
                        project + "/endpoints",
                        "{\"endpoint\":{\"branch_id\":\"%s\",\"type\":\"read_only\"}}"
                                .formatted(main),
                        201);
        String endpoint = project + "/endpoints/" + made.path("endpoint").path("id").asText();
        get(endpoint);
        call("DELETE", endpoint, "", 200);
    }

    @Test
    void aRestoreThatIsFinalized() throws Exception {
        String branch =
                project
                        + "/branches/"
                        + call(
                                        "POST",
                                        project + "/branches",
                                        "{\"branch\":{\"name\":\"worn\"},\"endpoints\":[{\"type\":\"read_write\"}]}",
                                        201)
                                .at("/branch/id")
                                .asText();
        String snapshot =
                call("POST", branch + "/snapshot?name=good", "", 200).at("/snapshot/id").asText();
        JsonNode restored =
                call(
                        "POST",
                        project + "/snapshots/" + snapshot + "/restore",
                        "{\"name\":\"fresh\",\"target_branch_id\":\"%s\",\"finalize_restore\":false}"
                                .formatted(branch.substring(branch.lastIndexOf('/') + 1)),
                        200);
        call(
                "POST",
                project + "/branches/" + restored.at("/branch/id").asText() + "/finalize_restore",
                "{}",
                200);
    }

    /**
     * The last of these tests: what Neon specifies and we serve was called by one of the others.
     */
    @Test
    @Order(Integer.MAX_VALUE)
    void everyCallThatIsServedWasHeldAgainstTheSpecification() {
        List<String> served;
        try (ApiServer server = new ApiServer(new InMemoryEngine(), "key", 0)) {
            served = server.calls();
        }
        Set<String> specified =
                specification.calls().map(NeonApiSuite::nameless).collect(Collectors.toSet());
        List<String> due =
                served.stream()
                        .map(NeonApiSuite::nameless)
                        .filter(specified::contains)
                        .distinct()
                        .toList();
        assertThat(due).hasSizeGreaterThan(60);
        assertThat(due)
                .as("calls that no test here made")
                .allMatch(
                        call ->
                                MADE.stream()
                                        .anyMatch(
                                                made -> made.matches(call.replace("{}", "[^/]+"))));
    }

    /** Parameters have other names in Neon's file than in our table. */
    private static String nameless(String call) {
        return call.replaceAll("\\{[a-z_]+}", "{}");
    }

    @Test
    void aProject() throws Exception {
        JsonNode made =
                call(
                        "POST",
                        "/projects",
                        """
                        {"project": {
                          "name": "second", "history_retention_seconds": 3600,
                          "default_endpoint_settings": {"suspend_timeout_seconds": 120}}}
                        """,
                        201);
        assertThat(made.path("project").path("history_retention_seconds").asInt()).isEqualTo(3600);
        String path = "/projects/" + made.path("project").path("id").asText();
        get("/projects");
        get("/projects?limit=1");
        get("/projects/shared");
        get(path);
        call("PATCH", path, "{\"project\":{\"name\":\"renamed\"}}", 200);
        get(path + "/operations");
        String operation =
                get(path + "/operations?limit=1").path("operations").get(0).path("id").asText();
        get(path + "/operations/" + operation);
        call("DELETE", path, "", 200);
        assertThat(call("POST", path + "/recover", "", 200).path("project").path("name").asText())
                .isEqualTo("renamed");
        call("DELETE", path, "", 200);
    }

    @Test
    void aBranch() throws Exception {
        String soon = Instant.now().plus(Duration.ofDays(2)).truncatedTo(ChronoUnit.SECONDS) + "";
        JsonNode made =
                call(
                        "POST",
                        project + "/branches",
                        "{\"branch\":{\"name\":\"dev\",\"expires_at\":\"%s\"},\"endpoints\":[{\"type\":\"read_write\"}]}"
                                .formatted(soon),
                        201);
        String dev = project + "/branches/" + made.path("branch").path("id").asText();
        get(project + "/branches");
        get(project + "/branches?limit=1");
        get(project + "/branches/count");
        get(dev);
        call("PATCH", dev, "{\"branch\":{\"name\":\"dev2\",\"expires_at\":null}}", 200);
        get(dev + "/schema?db_name=shop");
        get(dev + "/schema?db_name=shop&format=json");
        get(dev + "/compare_schema?db_name=shop");
        String parent = made.path("branch").path("parent_id").asText();
        call("POST", dev + "/restore", "{\"source_branch_id\":\"%s\"}".formatted(parent), 200);
        call("POST", dev + "/set_as_default", "", 200);
        call("POST", project + "/branches/" + parent + "/set_as_default", "", 200);
        call("DELETE", dev, "", 200);
        get(project + "/branches?include_deleted=true");
        call("POST", dev + "/recover", "", 200);
        call("DELETE", dev + "?hard_delete=true", "", 200);
        assertThat(get(project + "/branches?include_deleted=true").path("branches"))
                .noneMatch(branch -> branch.path("name").asText().equals("dev2"));
    }

    @Test
    void endpointsRolesAndDatabases() throws Exception {
        JsonNode made =
                call(
                        "POST",
                        project + "/branches",
                        "{\"branch\":{\"name\":\"side\"},\"endpoints\":[{\"type\":\"read_write\"}]}",
                        201);
        String id = made.path("branch").path("id").asText();
        String side = project + "/branches/" + id;
        get(project + "/endpoints");
        get(side + "/endpoints");
        String endpoint =
                project + "/endpoints/" + made.path("endpoints").get(0).path("id").asText();
        get(endpoint);
        call("POST", endpoint + "/suspend", "", 200);
        call("POST", endpoint + "/start", "", 200);
        call("POST", endpoint + "/restart", "", 200);
        call("PATCH", endpoint, "{\"endpoint\":{\"suspend_timeout_seconds\":600}}", 200);
        get(side + "/roles");
        call("POST", side + "/roles", "{\"role\":{\"name\":\"joe\"}}", 201);
        get(side + "/roles/joe");
        get(side + "/roles/joe/reveal_password");
        call("POST", side + "/roles/joe/reset_password", "", 200);
        call("POST", side + "/roles", "{\"role\":{\"name\":\"all\",\"no_login\":true}}", 201);
        assertThat(get(side + "/roles/all").path("role").path("authentication_method").asText())
                .isEqualTo("no_login");
        call("DELETE", side + "/roles/all", "", 200);
        get(side + "/databases");
        call(
                "POST",
                side + "/databases",
                "{\"database\":{\"name\":\"more\",\"owner_name\":\"joe\"}}",
                201);
        get(side + "/databases/more");
        call("PATCH", side + "/databases/more", "{\"database\":{\"name\":\"most\"}}", 200);
        call("DELETE", side + "/databases/most", "", 200);
        call("DELETE", side + "/roles/joe", "", 200);
        String role = get(side + "/roles").path("roles").get(0).path("name").asText();
        get(
                project
                        + "/connection_uri?database_name=shop&role_name=%s&branch_id=%s"
                                .formatted(role, id));
    }

    @Test
    void snapshots() throws Exception {
        String main =
                project
                        + "/branches/"
                        + engine.client.branches().get(engine.project.id(), "main").id();
        JsonNode made = call("POST", main + "/snapshot?name=one", "", 200);
        String one = project + "/snapshots/" + made.path("snapshot").path("id").asText();
        get(project + "/snapshots");
        call("PATCH", one, "{\"snapshot\":{\"name\":\"uno\"}}", 200);
        call("POST", one + "/restore", "{\"name\":\"again\"}", 200);
        call("PUT", main + "/backup_schedule", "{\"schedule\":[{\"frequency\":\"daily\"}]}", 200);
        get(main + "/backup_schedule");
        call("DELETE", one, "", 202);
    }

    @Test
    void whatABranchDoesNotHaveBesidePostgres() throws Exception {
        String id = engine.client.branches().get(engine.project.id(), "main").id();
        String main = project + "/branches/" + id;
        get(main + "/buckets");
        get(main + "/functions");
        call("GET", main + "/auth", "", 404);
        call("GET", main + "/data-api/shop", "", 404);
        call("GET", main + "/credentials", "", 501);
    }

    @Test
    void refusals() throws Exception {
        call("GET", "/projects/none", "", 404);
        call("GET", project + "/branches/br-no-such-branch", "", 404);
        call("POST", "/projects", "{}", 400);
        call("GET", "/no/such/call", "", 404);
        call("GET", "/organizations/org/members", "", 501);
        call("GET", project + "/vpc_endpoints", "", 501);
        call("POST", "/organizations/org/api_keys", "", 501);
    }

    @Test
    void theTypeScriptClient() throws Exception {
        String script =
                """
                const { createApiClient } = require('@neondatabase/api-client');
                const api = createApiClient({ apiKey: process.env.KEY, baseURL: process.env.URL });
                (async () => {
                  const project = (await api.listProjects({})).data.projects[0];
                  const made = (await api.createProjectBranch(project.id,
                      { branch: { name: 'typed' }, endpoints: [{ type: 'read_write' }] })).data;
                  const all = (await api.listProjectBranches({ projectId: project.id })).data.branches;
                  const uri = (await api.getConnectionUri({ projectId: project.id,
                      branch_id: made.branch.id, database_name: 'shop',
                      role_name: made.roles[0].name })).data.uri;
                  await api.deleteProjectBranch({ projectId: project.id, branchId: made.branch.id });
                  let refused = 0;
                  try { await api.getProject('none'); } catch (e) { refused = e.response.status; }
                  console.log(JSON.stringify({ names: all.map(b => b.name), uri, refused }));
                })().catch(e => { console.error(e.message); process.exit(1); });
                """;
        Path file = Files.writeString(packages.resolve("client.cjs"), script);
        JsonNode told =
                ApiJson.mapper()
                        .readTree(
                                NeonPackages.run(
                                                packages,
                                                Map.of(
                                                        "KEY",
                                                        engine.apiKey,
                                                        "URL",
                                                        engine.apiUrl.toString()),
                                                "",
                                                "node",
                                                file.toString())
                                        .ok()
                                        .out());
        assertThat(told.path("names").toString()).contains("typed", "main");
        assertThat(told.path("uri").asText()).startsWith("postgresql://");
        assertThat(told.path("refused").asInt()).isEqualTo(404);
    }

    private static JsonNode get(String path) throws Exception {
        return call("GET", path, "", 200);
    }

    /** Makes the call, and holds what is answered against the specification. */
    private static JsonNode call(String method, String path, String body, int status)
            throws Exception {
        HttpResponse<String> answer =
                HTTP.send(
                        HttpRequest.newBuilder(URI.create(engine.apiUrl + path))
                                .header("Authorization", "Bearer " + engine.apiKey)
                                .header("Content-Type", "application/json")
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, path, answer.body())
                .isEqualTo(status);
        String withoutQuery = path.replaceFirst("\\?.*", "");
        if (status < 400) {
            MADE.add(method + " " + withoutQuery);
        }
        JsonNode json = ApiJson.mapper().readTree(answer.body());
        List<Error> wrong = specification.faults(method, withoutQuery, status, json);
        assertThat(wrong).as("%s %s: %s", method, path, answer.body()).isEmpty();
        return json;
    }
}
