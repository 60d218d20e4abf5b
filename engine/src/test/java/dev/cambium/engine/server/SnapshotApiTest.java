package dev.cambium.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.NewSnapshot;
import dev.cambium.engine.api.ScheduleItem;
import dev.cambium.engine.api.Snapshot;
import dev.cambium.engine.api.SnapshotRestore;
import dev.cambium.engine.api.SnapshotUpdate;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;

/** Neon's calls for snapshots: from the client to the engine, and as other clients make them. */
@NullUnmarked
class SnapshotApiTest {

    private static final String KEY = "the-key";
    private static final Instant LATER = Instant.parse("2027-01-01T00:00:00Z");

    private final InMemoryEngine engine = new InMemoryEngine();
    private ApiServer server;
    private EngineClient client;
    private String project;
    private String branch;

    @BeforeEach
    void start() {
        server = new ApiServer(engine, KEY, 0).start();
        client = EngineClient.connect(server.apiUrl(), KEY);
        project = client.projects().create(new NewProject("shop", null, null, null)).project().id();
        branch = client.branches().list(project).getFirst().id();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void whatTheClientAsksArrivesAndWhatTheEngineAnswersComesBack() {
        NewSnapshot request = new NewSnapshot("a & b", "a-b", "0/1A2B3C8", LATER);
        Snapshot made = client.snapshots().create(project, branch, request).snapshot();
        assertThat(engine.snapshots().lastRequest).isEqualTo(request);
        assertThat(client.snapshots().list(project)).containsExactly(made);
        assertThat(client.snapshots().get(project, "a & b")).isEqualTo(made);
        assertThat(client.snapshots().get(project, "a-b")).isEqualTo(made);
        assertThatThrownBy(() -> client.snapshots().get(project, "none"))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.status()).isEqualTo(404));

        SnapshotUpdate update = new SnapshotUpdate("c", null, true);
        assertThat(client.snapshots().update(project, made.id(), update).expiresAt()).isNull();
        assertThat(engine.snapshots().lastUpdate).isEqualTo(update);
        SnapshotUpdate expiry = new SnapshotUpdate(null, LATER, false);
        assertThat(client.snapshots().update(project, "c", expiry).expiresAt()).isEqualTo(LATER);
        assertThat(engine.snapshots().lastUpdate).isEqualTo(expiry);

        SnapshotRestore how = new SnapshotRestore("dev", branch, false);
        assertThat(client.snapshots().restore(project, "c", how).branch().name()).isEqualTo("dev");
        assertThat(engine.snapshots().lastRestore).isEqualTo(how);
        assertThat(client.snapshots().finalizeRestore(project, branch, "old")).hasSize(1);
        assertThat(engine.snapshots().lastBackupName).isEqualTo("old");
        assertThat(client.snapshots().delete(project, "c")).hasSize(1);
        assertThat(client.snapshots().list(project)).isEmpty();
    }

    @Test
    void aScheduleIsKeptAsItIsAndAnEmptyOneEndsIt() {
        List<ScheduleItem> schedule =
                List.of(
                        new ScheduleItem("daily", 3, null, null, 604_800L),
                        new ScheduleItem("hourly", null, null, null, null));
        client.snapshots().setSchedule(project, branch, schedule);
        assertThat(client.snapshots().schedule(project, branch)).isEqualTo(schedule);
        client.snapshots().setSchedule(project, branch, List.of());
        assertThat(client.snapshots().schedule(project, branch)).isEmpty();
    }

    @Test
    void neonsFieldsAreReadFromTheQueryAndFromABody() throws Exception {
        String path = "/projects/" + project + "/branches/" + branch + "/snapshot";
        JsonNode made =
                call("POST", path + "?name=one&timestamp=2026-01-01T00:00:00Z", "", 200)
                        .path("snapshot");
        assertThat(made.path("name").textValue()).isEqualTo("one");
        assertThat(made.path("source_branch_id").textValue()).isEqualTo(branch);
        assertThat(made.path("manual").booleanValue()).isTrue();
        assertThat(made.path("id").textValue()).matches("[a-z0-9-]{1,60}");
        assertThat(engine.snapshots().lastRequest.at()).isEqualTo("2026-01-01T00:00:00Z");

        call("POST", path, "{\"name\":\"two\",\"lsn\":\"0/12345\"}", 200);
        assertThat(engine.snapshots().lastRequest)
                .isEqualTo(new NewSnapshot("two", null, "0/12345", null));
        call("POST", path + "?lsn=0/1&timestamp=2026-01-01T00:00:00Z", "", 400);
        call("POST", path + "?expires_at=tomorrow", "", 400);

        String one = "/projects/" + project + "/snapshots/" + made.path("id").textValue();
        call("PATCH", one, "{}", 400);
        call("POST", one + "/restore", "{\"finalize_restore\":\"yes\"}", 400);
        call("POST", one + "/restore?name=shown", "", 200);
        assertThat(engine.snapshots().lastRestore)
                .isEqualTo(new SnapshotRestore("shown", null, false));
        assertThat(call("DELETE", one, "", 202).path("operations")).hasSize(1);

        String schedule = "/projects/" + project + "/branches/" + branch + "/backup_schedule";
        call("PUT", schedule, "{}", 400);
        call("PUT", schedule, "{\"schedule\":[\"daily\"]}", 400);
        call("PUT", schedule, "{\"schedule\":[{\"hour\":3}]}", 400);
        call("PUT", schedule, "{\"schedule\":[{\"frequency\":\"daily\",\"hour\":3}]}", 200);
        assertThat(call("GET", schedule, "", 200).path("schedule").path(0).path("hour").intValue())
                .isEqualTo(3);
    }

    private JsonNode call(String method, String path, String body, int status) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.apiUrl() + path))
                        .header("Authorization", "Bearer " + KEY)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
            return new ObjectMapper().readTree(response.body());
        }
    }
}
