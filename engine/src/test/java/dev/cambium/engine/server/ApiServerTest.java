package dev.cambium.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cambium.engine.api.ApiJson;
import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineEvent;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.ImportReport;
import dev.cambium.engine.api.ImportRequest;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.QueryRequest;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The server and the client, end to end over HTTP, with a small engine behind them. */
@NullUnmarked
class ApiServerTest {

    private static final String KEY = "the-key";

    private final InMemoryEngine engine = new InMemoryEngine();
    private ApiServer server;
    private EngineClient client;

    @BeforeEach
    void start() {
        server = new ApiServer(engine, KEY, 0).start();
        client = EngineClient.connect(server.apiUrl(), KEY);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

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

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 409, 412, 423, 500, 501, 503, 507})
    void everyErrorCodeReachesTheClientWithItsSentence(int status) {
        engine.failNext(new EngineException(status, "SOME_CODE", "A sentence, with ü."));
        EngineException e =
                catchThrowableOfType(EngineException.class, () -> client.projects().list());
        assertThat(e.status()).isEqualTo(status);
        assertThat(e.code()).isEqualTo("SOME_CODE");
        assertThat(e).hasMessage("A sentence, with ü.");
    }

    @Test
    void aMistakeOfTheEnginesIsA500ThatSaysWhatToDo() {
        engine.failNext(new IllegalStateException("broken invariant: x"));
        assertRefused(500, () -> client.projects().list(), "broken invariant: x", "log");
    }

    @Test
    void withoutTheKeyNothingIsAnswered() throws Exception {
        try (EngineClient stranger = EngineClient.connect(server.apiUrl(), "wrong")) {
            assertRefused(401, () -> stranger.projects().list(), "api-key");
        }
        assertThat(raw("GET", "/projects", null, null, null).statusCode()).isEqualTo(401);
        assertThat(raw("GET", "/nothing", null, null, null).statusCode()).isEqualTo(401);
    }

    @Test
    void anUnreachableEngineIsStatusZero() {
        EngineClient nobody = EngineClient.connect(URI.create("http://127.0.0.1:9/api/v2"), KEY);
        assertRefused(0, () -> nobody.projects().list(), "No engine answers at http://127.0.0.1:9");
        nobody.close();
    }

    @Test
    void unknownNamesAreRefusedWithWhatToDo() {
        String project = newProject();
        assertRefused(
                404, () -> client.branches().get(project, "nope"), "\"nope\"", "branches list");
        assertRefused(404, () -> client.projects().get("nope"), "\"nope\"", "projects list");
        assertRefused(400, () -> client.branches().resetFromParent(project, "main"), "root");
        client.branches().create(project, new NewBranch("dev", null, true));
        assertRefused(
                409,
                () -> client.branches().create(project, new NewBranch("dev", null, true)),
                "dev");
    }

    @Test
    void namesHaveLimits() {
        String project = newProject();
        String longest = "ü".repeat(256);
        assertThat(
                        client.branches()
                                .create(project, new NewBranch(longest, null, false))
                                .branch()
                                .name())
                .isEqualTo(longest);
        assertRefused(
                400,
                () -> client.branches().create(project, new NewBranch(longest + "x", null, false)),
                "256",
                "257");
        assertRefused(400, () -> client.projects().create(new NewProject(" ", null, null, null)));
        assertRefused(
                400, () -> client.databases().create(project, "main", "x".repeat(64), null), "63");
        assertRefused(
                400, () -> client.branches().create(project, new NewBranch("a\nb", null, false)));
    }

    @Test
    void badBodiesAreRefusedWithASentence() throws Exception {
        String project = newProject();
        String branches = "/projects/" + project + "/branches";
        assertRefusal(post("/projects", "{"), 400, "not JSON");
        assertRefusal(post("/projects", "[]"), 400, "must be a JSON object");
        assertRefusal(post("/projects", "{}"), 400, "project");
        assertRefusal(post("/projects", "{\"project\":7}"), 400, "project");
        assertRefusal(post(branches, "{\"branch\":{\"name\":7}}"), 400, "must be a string");
        assertRefusal(post("/projects", " ".repeat(2 << 20)), 413, "larger");
        assertRefusal(get("/projects?limit=0"), 400, "limit");
        assertRefusal(get("/projects?cursor=gone"), 400, "cursor");
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
    void whatNeonKnowsAndThisEngineDoesNotIsNeverHalfObeyed() throws Exception {
        String project = newProject();
        String branches = "/projects/" + project + "/branches";
        assertRefusal(post(branches, "{\"branch\":{\"archived\":true}}"), 501, "nothing was done");
        assertThat(client.branches().list(project)).hasSize(1);
        Branch dev = client.branches().create(project, new NewBranch("dev", null, true)).branch();
        String restore = branches + "/" + dev.id() + "/restore";
        assertRefusal(post(restore, "{\"source_branch_id\":\"br-other-x-1\"}"), 404, "br-other");
        assertRefusal(post(restore, "{}"), 400, "source_branch_id");
        assertThat(post("/projects", "{\"project\":{\"pg_version\":18}}").statusCode())
                .isEqualTo(201);
    }

    @Test
    void whatOnlyACloudHasIsRefusedWithTheReason() throws Exception {
        assertRefusal(get("/organizations/o/members"), 501, "no organizations");
        assertRefusal(get("/projects/p/vpc_endpoints"), 501, "this computer");
        assertRefusal(get("/consumption_history/v2/projects"), 501, "metered");
        assertRefusal(get("/projects/p/branchez"), 404, "/branches");
    }

    @Test
    void aNameThatIsNotThisComputersIsRefused() throws Exception {
        for (String host : List.of("127.0.0.1", "localhost", "LOCALHOST:1", "[::1]:80")) {
            assertThat(statusWithHost(host)).as(host).contains(" 200 ");
        }
        for (String host : List.of("evil.example", "localhost.evil.example:80")) {
            assertThat(statusWithHost(host)).as(host).contains(" 403 ");
        }
    }

    private String statusWithHost(String host) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.apiUrl().getPort())) {
            socket.getOutputStream()
                    .write(
                            "GET /api/v2/projects HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
                                    .formatted(host, KEY)
                                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElseThrow();
        }
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
    void anUnknownCallIsToldTheNearestOne() throws Exception {
        assertRefusal(get("/project"), 404, "GET /api/v2/projects.");
        assertRefusal(get("/projects/x/branch"), 404, "GET /api/v2/projects/{p}/branches.");
        assertRefusal(get("/cambium/event"), 404, "GET /api/v2/cambium/events");
        assertRefusal(post("/projects/x", "{}"), 404, "this path knows GET and PATCH and DELETE");
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

    @Test
    void eventsReachWhoeverFollows() throws Exception {
        BlockingQueue<EngineEvent> heard = new LinkedBlockingQueue<>();
        try (AutoCloseable following = client.follow(heard::add, _ -> {})) {
            assertThat(next(heard).kind()).isEqualTo("stream.opened");
            engine.publish("branch.created", "br-a-b-1", "made ü", null);
            engine.publish("operation.progress", "br-a-b-1", "half", 0.5);
            EngineEvent created = next(heard);
            assertThat(created.message()).isEqualTo("made ü");
            assertThat(created.progress()).isNull();
            assertThat(next(heard).progress()).isEqualTo(0.5);
        }
        await(
                () -> {
                    engine.publish("x", "br-a-b-1", "to find out who is gone", null);
                    return server.events().clientCount() == 0;
                });
    }

    @Test
    void aLostStreamIsTakenUpAgain() throws Exception {
        BlockingQueue<EngineEvent> heard = new LinkedBlockingQueue<>();
        BlockingQueue<String> lost = new LinkedBlockingQueue<>();
        try (AutoCloseable following = client.follow(heard::add, lost::add)) {
            next(heard);
            int port = server.apiUrl().getPort();
            server.close();
            assertThat(lost.poll(10, TimeUnit.SECONDS)).isNotNull();
            server = new ApiServer(engine, KEY, port).start();
            assertThat(next(heard).kind()).isEqualTo("stream.opened");
        }
    }

    @Test
    void aClientThatDoesNotReadIsCutOffAndTheEngineGoesOn() throws Exception {
        try (Socket deaf =
                new Socket(InetAddress.getLoopbackAddress(), server.apiUrl().getPort())) {
            String ask =
                    "GET /api/v2/cambium/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n";
            deaf.getOutputStream().write(ask.formatted(KEY).getBytes(StandardCharsets.UTF_8));
            await(() -> server.events().clientCount() == 1);
            String large = "x".repeat(64 << 10);
            await(
                    () -> {
                        engine.publish("branch.created", "br-a-b-1", large, null);
                        return server.events().clientCount() == 0;
                    });
        }
        assertThat(client.projects().list()).isEmpty();
    }

    @Test
    void aPortInUseIsRefusedWithASentence() {
        int port = server.apiUrl().getPort();
        try (ApiServer second = new ApiServer(engine, KEY, port)) {
            assertRefused(409, second::start, "Port " + port, "--port");
        }
        assertThat(engine.listenerCount()).isEqualTo(1);
    }

    private String newProject() {
        Project project =
                client.projects().create(new NewProject("shop", null, null, null)).project();
        return project.id();
    }

    private static EngineEvent next(BlockingQueue<EngineEvent> heard) throws InterruptedException {
        EngineEvent event = heard.poll(10, TimeUnit.SECONDS);
        assertThat(event).as("an event within 10 seconds").isNotNull();
        return event;
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    private static void assertRefused(int status, Runnable call, String... words) {
        EngineException e = catchThrowableOfType(EngineException.class, call::run);
        assertThat(e).isNotNull();
        assertThat(e.status()).as(e.getMessage()).isEqualTo(status);
        assertThat(e.getMessage()).isNotBlank();
        for (String word : words) {
            assertThat(e.getMessage()).contains(word);
        }
    }

    private static void assertRefusal(HttpResponse<String> response, int status, String word)
            throws IOException {
        JsonNode body = body(response);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(body.path("code").textValue()).isNotEmpty();
        assertThat(body.path("message").textValue()).contains(word);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return raw("GET", path, "Bearer " + KEY, null, null);
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return raw("POST", path, "Bearer " + KEY, "application/json", body);
    }

    private HttpResponse<String> raw(
            String method, String path, String authorization, String type, String body)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.apiUrl() + path))
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (type != null) {
            request.header("Content-Type", type);
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static JsonNode body(HttpResponse<String> response) throws IOException {
        return ApiJson.mapper().readTree(response.body());
    }
}
