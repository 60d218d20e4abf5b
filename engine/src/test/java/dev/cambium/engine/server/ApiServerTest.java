package dev.cambium.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.ImportReport;
import dev.cambium.engine.api.ImportRequest;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.QueryRequest;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The server and the client, end to end over HTTP, with a small engine behind them. */
@NullUnmarked
class ApiServerTest extends ApiServerFixture {

    @Test
    void tellsWhereItListens() {
        assertThat(client.info().apiUrl()).isEqualTo(server.apiUrl().toString());
        assertThat(server.apiUrl().toString()).matches("http://127\\.0\\.0\\.1:\\d+/api/v2");
    }

    @Test
    void everyVerbOfAProjectGoesThereAndBack() {
        Created.ProjectReply made =
                client.projects().create(new NewProject("shop", "main", null, "db"));
        assertThat(client.projects().list()).containsExactly(made.project());
        assertThat(client.projects().get("shop")).isEqualTo(made.project());
        assertThat(client.projects().get(made.project().id())).isEqualTo(made.project());
        assertThat(made.connectionUris().getFirst().connectionUri()).startsWith("postgresql://");
        assertThat(client.projects().delete(made.project().id())).isEqualTo(made.project());
        assertThat(client.projects().list()).isEmpty();
        assertThat(client.projects().deleted()).containsExactly(made.project());
        assertThat(client.projects().recover(made.project().id())).isEqualTo(made.project());
        assertThat(client.projects().list()).containsExactly(made.project());
    }

    @Test
    void everyVerbOfABranchGoesThereAndBack() {
        String project = newProject();
        Created.BranchReply dev =
                client.branches().create(project, new NewBranch("dev", "main", true));
        assertThat(client.branches().list(project))
                .extracting(Branch::name)
                .containsExactly("main", "dev");
        assertThat(client.branches().get(project, "dev")).isEqualTo(dev.branch());
        assertThat(client.branches().get(project, dev.branch().id())).isEqualTo(dev.branch());
        assertThat(dev.endpoints()).hasSize(1);
        assertThat(client.branches().resetFromParent(project, "dev")).isEqualTo(dev.branch());
        assertThat(client.projects().operations(project)).hasSize(1);
        assertThat(client.past().ticks(project, Instant.EPOCH)).hasSize(2);
        assertThat(client.branches().delete(project, "dev").name()).isEqualTo("dev");
        assertThat(client.branches().list(project)).hasSize(1);
    }

    @Test
    void aBranchWithoutAComputeHasNoEndpointInItsReply() {
        Created.BranchReply quiet =
                client.branches().create(newProject(), new NewBranch("quiet", null, false));
        assertThat(quiet.endpoints()).isEmpty();
        assertThat(quiet.connectionUris()).isEmpty();
    }

    @Test
    void endpointsStartAndSuspend() {
        String project = newProject();
        String endpoint = client.endpoints().of(project, "main").getFirst().id();
        assertThat(client.endpoints().suspend(project, endpoint).currentState()).isEqualTo("idle");
        assertThat(client.endpoints().start(project, endpoint).currentState()).isEqualTo("active");
        assertRefused(404, () -> client.endpoints().start(project, "ep-none"));
    }

    @Test
    void whatAProjectTakesIsAskedForAsAWhole() throws Exception {
        String project = newProject();
        assertThat(get("/cambium/projects/" + project + "/space").body())
                .isEqualTo(
                        "{\"space\":{\"data_bytes\":30000000,\"wal_bytes\":12000000,\"trash_bytes\":0}}");
        assertThat(client.life().space(project)).isEqualTo(engine.life().space(project));
        assertRefused(404, () -> client.life().space("none"), "none");
    }

    @Test
    void databasesRolesAndConnectionStrings() {
        String project = newProject();
        assertThat(client.databases().create(project, "main", "extra", null).ownerName())
                .isEqualTo("owner");
        assertThat(client.databases().list(project, "main")).hasSize(2);
        assertThat(client.roles().list(project, "main").getFirst().password()).isNull();
        assertThat(client.roles().revealPassword(project, "main", "owner")).isEqualTo("secret0");
        var parameters =
                client.endpoints()
                        .connectionUri(project, "main", "a b", null)
                        .connectionParameters();
        assertThat(parameters.database()).isEqualTo("a b");
        assertThat(parameters.role()).isEqualTo("owner");
        assertThat(parameters.password()).isEqualTo("secret0");
        assertThat(parameters.host()).startsWith("localhost:");
    }

    @Test
    void importsFilesAndStreams() {
        String project = newProject();
        ImportReport files =
                client.transfers()
                        .importFiles(
                                project,
                                "main",
                                new ImportRequest(
                                        List.of(Path.of("/a b.sql"), Path.of("/ü.sql")), "db"));
        assertThat(files.databases()).containsExactly("db");
        assertThat(engine.imported()).containsExactly("/a b.sql", "/ü.sql");
        byte[] sql = "SELECT 'ü';\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        ImportReport stream =
                client.transfers()
                        .importStream(project, "main", new ByteArrayInputStream(sql), "a&b");
        assertThat(stream.bytesRead()).isEqualTo(sql.length);
        assertThat(stream.databases()).containsExactly("a&b");
        assertThat(client.transfers().loadSample(project, 3).bytesRead()).isEqualTo(3000);
    }

    @Test
    void aStreamThatBreaksIsNeverTakenForAWholeOne() throws Exception {
        String project = newProject();
        InputStream breaking =
                new InputStream() {
                    private int left = 1 << 20;

                    @Override
                    public int read() throws IOException {
                        if (left-- == 0) {
                            throw new IOException("the pipe broke");
                        }
                        return ' ';
                    }
                };
        assertThatThrownBy(() -> client.transfers().importStream(project, "main", breaking, null))
                .isInstanceOf(EngineException.class);
        await(() -> engine.imported().equals(List.of("broken off")));
    }

    @Test
    void stopIsAnsweredBeforeItHappens() throws Exception {
        client.stop();
        await(engine::stopped);
    }

    @Test
    void aBranchCanTakeTheSchemaAlone() throws Exception {
        String project = newProject();
        String branches = "/projects/" + project + "/branches";

        Created.BranchReply made =
                client.branches()
                        .create(project, new NewBranch("bare", null, false).withSchemaOnly(true));

        assertThat(made.branch().initSource()).isEqualTo("schema-only");
        assertThat(made.branch().parentId()).isNull();
        assertThat(made.notice()).isEqualTo("literals remain");
        assertThat(post(branches, "{\"branch\":{\"init_source\":\"parent-data\"}}").statusCode())
                .isEqualTo(201);
        assertRefusal(
                post(branches, "{\"branch\":{\"init_source\":\"schema\"}}"), 400, "schema-only");
    }

    @Test
    void aMomentOfTheParentIsNamedAsNeonNamesIt() throws Exception {
        String project = newProject();
        String branches = "/projects/" + project + "/branches";
        String lsn = "\"parent_lsn\":\"0/1F\"";
        String time = "\"parent_timestamp\":\"2026-01-01T00:00:00Z\"";
        JsonNode made = body(post(branches, "{\"branch\":{" + lsn + "}}"));
        assertThat(made.path("moment").path("lsn").textValue()).isEqualTo("0/10");
        assertThat(made.path("moment").path("rounded_from").textValue()).isEqualTo("0/1F");
        made = body(post(branches, "{\"branch\":{" + time + "}}"));
        assertThat(made.path("moment").path("time").textValue()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(made.path("moment").path("commits_left_out").intValue()).isEqualTo(1);
        assertRefusal(
                post(branches, "{\"branch\":{" + lsn + "," + time + "}}"),
                400,
                "parent_lsn and parent_timestamp cannot be given together");
        assertRefusal(
                post(branches, "{\"branch\":{\"parent_lsn\":\"2026\"}}"), 400, "parent_lsn takes");
        assertRefusal(
                post(branches, "{\"branch\":{\"parent_timestamp\":\"2026-01-01T00:00:00\"}}"),
                400,
                "has no zone");
    }

    @Test
    void aQuestionIsAskedOfABranchAtAMoment() throws Exception {
        String project = newProject();
        String main = client.branches().list(project).getFirst().id();
        String path = "/cambium/projects/" + project + "/branches/" + main;
        JsonNode answer = body(post(path + "/query", "{\"sql\":\"select 1\",\"at\":\"0/20\"}"));
        assertThat(answer.path("columns").path(0).path("name").textValue()).isEqualTo("sql");
        assertThat(answer.path("rows").path(0).path(0).textValue()).isEqualTo("select 1");
        assertThat(answer.path("moment").path("lsn").textValue()).isEqualTo("0/20");
        assertThat(client.past().query(project, main, QueryRequest.of("select 2", null)).rows())
                .isEqualTo(List.of(Arrays.asList("select 2", "main", null)));
        assertRefusal(post(path + "/query", "{}"), 400, "\"sql\"");
        assertRefusal(post(path + "/query", "{\"sql\":\"x\",\"max_rows\":0}"), 400, "\"max_rows\"");
        assertThat(client.past().moment(project, "main", "0/1F").roundedFrom()).isEqualTo("0/1F");
        assertRefusal(get(path + "/moment"), 400, "which moment");
        assertRefusal(get(path + "/moment?at=noon"), 400, "is no moment");
    }

    @Test
    void listsComeInNeonsEnvelopes() throws Exception {
        String project = newProject();
        JsonNode branches = body(get("/projects/" + project + "/branches"));
        assertThat(branches.path("annotations").isObject()).isTrue();
        JsonNode main = branches.path("branches").path(0);
        assertThat(main.path("default").booleanValue()).isTrue();
        assertThat(main.path("protected").isBoolean()).isTrue();
        assertThat(main.path("created_at").textValue()).isEqualTo("2026-11-20T12:00:00Z");
        assertThat(main.has("expires_at")).isFalse();
        assertThat(main.path("cambium").path("wal_bytes").isNumber()).isTrue();
        assertThat(body(get("/projects/shared")).path("projects").isArray()).isTrue();
        assertThat(body(get("/users/me/organizations")).path("organizations").isArray()).isTrue();
        assertThat(get("/projects").headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
    }

    @Test
    void branchesComeInTheOrderThatWasAskedForPageByPage() throws Exception {
        String project = newProject();
        for (String name : List.of("b", "c", "a")) {
            client.branches().create(project, new NewBranch(name, null, false));
        }
        String branches = "/projects/" + project + "/branches";
        assertThat(names(body(get(branches)))).containsExactly("main", "b", "c", "a");
        assertThat(names(body(get(branches + "?sort_by=name&sort_order=asc"))))
                .containsExactly("a", "b", "c", "main");
        JsonNode first = body(get(branches + "?sort_by=name&limit=3"));
        assertThat(names(first)).containsExactly("main", "c", "b");
        JsonNode pagination = first.path("pagination");
        assertThat(pagination.path("sort_by").textValue()).isEqualTo("name");
        assertThat(pagination.path("sort_order").textValue()).isEqualTo("desc");
        String next = "&cursor=" + pagination.path("next").textValue();
        assertThat(names(body(get(branches + "?sort_by=name&limit=3" + next))))
                .containsExactly("a");
    }

    @Test
    void deletingWhatIsNotThereIsDoneForProgramsAndRefusedToPeople() throws Exception {
        String project = newProject();
        String branches = "/projects/" + project + "/branches/";
        String main = client.branches().list(project).getFirst().id();
        for (String nothing :
                List.of(
                        branches + "br-none-none-1",
                        branches + main + "/databases/none",
                        "/projects/" + project + "/endpoints/ep-none-none-1")) {
            HttpResponse<String> answer = raw("DELETE", nothing, "Bearer " + KEY, null, null);
            assertThat(answer.statusCode()).as(nothing).isEqualTo(204);
            assertThat(answer.body()).isEmpty();
        }
        assertThat(
                        raw("DELETE", branches + "none/databases/none", "Bearer " + KEY, null, null)
                                .statusCode())
                .isEqualTo(404);
        assertThat(
                        raw("DELETE", "/projects/none/branches/x", "Bearer " + KEY, null, null)
                                .statusCode())
                .isEqualTo(404);
        assertRefused(404, () -> client.databases().delete(project, main, "none"), "none");
        assertRefused(404, () -> client.endpoints().delete(project, "ep-none-none-1"));
    }

    @Test
    void aSearchMindsNoCase() throws Exception {
        String project = newProject();
        client.branches().create(project, new NewBranch("Feature/Ä", null, false));
        assertThat(names(body(get("/projects/" + project + "/branches?search=feature/%C3%A4"))))
                .containsExactly("Feature/Ä");
        String name = client.projects().get(project).name();
        assertThat(body(get("/projects?search=" + name.toUpperCase(Locale.ROOT))).path("projects"))
                .hasSize(1);
    }

    private static List<String> names(JsonNode list) {
        return list.path("branches").valueStream().map(b -> b.path("name").textValue()).toList();
    }

    @Test
    void wordsPutToABranchAreKeptAndToldWithIt() throws Exception {
        String project = newProject();
        Map<String, String> words = Map.of("git-branch", "feature/ä", "pr", "17");
        String id =
                client.branches()
                        .create(project, new NewBranch("dev", null, false).withWords(words))
                        .branch()
                        .id();
        JsonNode list = body(get("/projects/" + project + "/branches")).path("annotations");
        assertThat(list).hasSize(1);
        JsonNode one = body(get("/projects/" + project + "/branches/" + id)).path("annotation");
        assertThat(list.path(id)).isEqualTo(one);
        assertThat(one.path("object").path("type").textValue()).isEqualTo("console/branch");
        assertThat(one.path("object").path("id").textValue()).isEqualTo(id);
        assertThat(one.path("value").path("git-branch").textValue()).isEqualTo("feature/ä");
        assertThat(one.path("value").path("pr").textValue()).isEqualTo("17");
    }

    @Test
    void timesInNeonsFieldsAreMomentsToNeonsClients() throws Exception {
        // Neon's CLI takes no decimals or three.
        String moment = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z";
        String project = newProject();
        JsonNode branch = body(get("/projects/" + project + "/branches")).path("branches").path(0);
        for (String field : List.of("created_at", "updated_at", "state_changed_at")) {
            assertThat(branch.path(field).textValue()).matches(moment);
        }
        JsonNode told = body(get("/projects/" + project));
        assertThat(told.path("project").path("created_at").textValue()).matches(moment);
        Instant exact = client.projects().get(project).createdAt();
        assertThat(exact).isEqualTo(exact.truncatedTo(ChronoUnit.MILLIS));
    }

    @Test
    void pagesFollowOneAnotherToTheEnd() throws Exception {
        for (int i = 0; i < 5; i++) {
            client.projects().create(new NewProject("p" + i, null, null, null));
        }
        JsonNode first = body(get("/projects?limit=3"));
        assertThat(first.path("projects")).hasSize(3);
        String cursor = first.path("pagination").path("cursor").textValue();
        JsonNode second = body(get("/projects?limit=3&cursor=" + cursor));
        assertThat(second.path("projects")).hasSize(2);
        assertThat(second.has("pagination")).isFalse();
    }
}
