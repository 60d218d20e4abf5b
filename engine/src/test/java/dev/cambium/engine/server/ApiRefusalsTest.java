package dev.cambium.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is refused, how, and with which sentence. */
@NullUnmarked
class ApiRefusalsTest extends ApiServerFixture {

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
        assertRefusal(post("/projects", "{\n "), 400, "(line 2, column 2).");
        assertThat(post("/projects", "{").body()).doesNotContain("REDACTED", "StreamRead");
        assertRefusal(post("/projects", "[]"), 400, "must be a JSON object");
        assertRefusal(post("/projects", "{}"), 400, "project");
        assertRefusal(post("/projects", "{\"project\":7}"), 400, "project");
        assertRefusal(post(branches, "{\"branch\":{\"name\":7}}"), 400, "must be a string");
        assertRefusal(post("/projects", " ".repeat(2 << 20)), 413, "larger");
        assertRefusal(get("/projects?limit=0"), 400, "limit");
        assertRefusal(get(branches + "?sort_by=size"), 400, "updated_at");
        assertRefusal(get(branches + "?sort_order=up"), 400, "desc");
        assertRefusal(get("/projects?cursor=gone"), 400, "cursor");
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
        String quota =
                "{\"project\":{\"name\":\"q\",\"settings\":{\"quota\":{\"active_time_seconds\":5}}}}";
        assertRefusal(post("/projects", quota), 501, "settings.quota");
        assertRefusal(
                raw("PATCH", "/projects/" + project, "Bearer " + KEY, "application/json", quota),
                501,
                "nothing was done");
        assertThat(client.projects().get(project).name()).isEqualTo("shop");
        assertThat(client.projects().list()).hasSize(1);
        String nothing =
                "{\"project\":{\"name\":\"q\",\"settings\":{\"hipaa\":false,\"quota\":null}}}";
        assertThat(post("/projects", nothing).statusCode()).isEqualTo(201);
        assertThat(post("/projects", "{\"project\":{\"pg_version\":18}}").statusCode())
                .isEqualTo(201);
    }

    @Test
    void whatOnlyACloudHasIsRefusedWithTheReason() throws Exception {
        assertRefusal(get("/organizations/o/members"), 501, "no organizations");
        assertRefusal(get("/projects/p/vpc_endpoints"), 501, "this computer");
        assertRefusal(get("/consumption_history/v2/projects"), 400, "metrics");
        assertRefusal(get("/projects/p/branchez"), 404, "GET /api/v2/projects/{p}/branches");
        // Neon's clients ask whether there is one, and write DATABASE_URL only after a no.
        String branch = "/projects/p/branches/b";
        assertRefusal(get(branch + "/data-api/db"), 404, "REST interface");
        assertRefusal(get(branch + "/auth"), 404, "login service");
        assertRefusal(post(branch + "/auth", "{}"), 501, "login service");
        assertRefusal(get(branch + "/auth/users"), 501, "login service");
        assertRefusal(get(branch + "/buckets"), 404, "no project p");
        assertRefusal(get(branch + "/credentials"), 501, "not available");
        assertRefusal(post(branch + "/buckets", "{}"), 501, "not available");
    }

    @Test
    void aMomentThatIsNoneIsToldInTheFieldThatHoldsIt() throws Exception {
        String schema = "/projects/shop/branches/main/schema?db_name=shop&";
        assertRefusal(get(schema + "lsn=zz"), 400, ": lsn takes an LSN");
        assertRefusal(
                get(schema + "lsn=0/1&timestamp=2026-11-20T12:00:00Z"),
                400,
                "lsn and timestamp cannot");
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

    @Test
    void whatIsNoHttpIsRefusedLikeAnyOtherCall() throws Exception {
        for (String unreadable :
                List.of(
                        "GET /api/v2/projects HTTP/1.1\r\n\r\n",
                        "GET /api/v2/projects/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        "GET /api/v2/"
                                + "x".repeat(20_000)
                                + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        "MOIN\r\n\r\n")) {
            String answer = answerTo(unreadable);
            String start = unreadable.substring(0, Math.min(40, unreadable.length()));
            assertThat(answer.lines().findFirst().orElseThrow()).as(start).contains(" 4");
            assertThat(answer)
                    .as(start)
                    .contains("\"code\":\"UNREADABLE\"", "nothing was done")
                    .containsIgnoringCase("content-type: application/json")
                    .doesNotContain("<html", "jetty");
        }
    }

    private String statusWithHost(String host) throws IOException {
        return answerTo(
                        "GET /api/v2/projects HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
                                .formatted(host, KEY))
                .lines()
                .findFirst()
                .orElseThrow();
    }

    private String answerTo(String call) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.apiUrl().getPort())) {
            socket.getOutputStream().write(call.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void anUnknownCallIsToldTheNearestOne() throws Exception {
        assertRefusal(get("/project"), 404, "GET /api/v2/projects.");
        assertRefusal(get("/projects/x/branch"), 404, "GET /api/v2/projects/{p}/branches.");
        assertRefusal(get("/cambium/event"), 404, "GET /api/v2/cambium/events");
        assertRefusal(post("/projects/x", "{}"), 404, "this path knows GET and PATCH and DELETE");
    }

    @Test
    void aCallOutsideTheRootIsToldWhereCallsAre() throws Exception {
        String port = "127.0.0.1:" + server.apiUrl().getPort();
        for (String root : List.of("", "/api/v1", "/v2")) {
            assertThat(
                            answerTo(
                                    "GET %s/projects HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
                                            .formatted(root, port, KEY)))
                    .contains("404", "calls are under /api/v2, as in /api/v2/projects")
                    .doesNotContain("this path knows", "DELETE");
        }
    }

    @Test
    void aPortInUseIsRefusedWithASentence() {
        int port = server.apiUrl().getPort();
        try (ApiServer second = new ApiServer(engine, KEY, port)) {
            assertRefused(409, second::start, "Port " + port, "--port");
        }
        assertThat(engine.listenerCount()).isEqualTo(1);
    }
}
