package dev.cambium.engine.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cambium.engine.api.ApiJson;
import dev.cambium.engine.api.ApiKey;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.Granularity;
import dev.cambium.engine.api.UsageFrame;
import dev.cambium.engine.api.UsageQuery;
import dev.cambium.engine.catalog.Catalog;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Keys and usage over HTTP. */
@NullUnmarked
class AccountApiTest extends ApiServerFixture {

    private static final Instant FROM = Instant.parse("2026-11-20T10:20:00Z");
    private static final Instant TO = Instant.parse("2026-11-20T13:00:00Z");

    @TempDir private Path folder;

    @Test
    void aKeyLetsInUntilItIsRevoked() throws Exception {
        ApiKey made = client.account().createApiKey("ci");
        assertThat(client.account().apiKeys())
                .singleElement()
                .satisfies(key -> assertThat(key.name()).isEqualTo("ci"))
                .satisfies(key -> assertThat(key.key()).isNull());
        try (EngineClient other = EngineClient.connect(server.apiUrl(), made.key())) {
            assertThat(other.projects().list()).isEmpty();
            assertThat(get("/api_keys").body())
                    .contains("created_at")
                    .doesNotContainPattern("\\.\\d{4,}Z");
            assertThat(client.account().revokeApiKey(made.id()).name()).isEqualTo("ci");
            assertRefused(401, () -> other.projects().list(), "api-keys create");
        }
        assertRefused(404, () -> client.account().revokeApiKey(99), "key");
    }

    @Test
    void keysAreKeptAsDigestsAlone() throws Exception {
        ApiKey made;
        try (Catalog catalog = Catalog.open(folder)) {
            ApiKeys keys = new ApiKeys(catalog, Clock.systemUTC());
            made = keys.create("ci");
            assertThat(made.toString()).doesNotContain(made.key());
        }
        for (Path file : Files.list(folder).toList()) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .doesNotContain(made.key());
        }
        try (Catalog catalog = Catalog.open(folder)) {
            ApiKeys keys = new ApiKeys(catalog, Clock.systemUTC());
            assertThat(keys.accepts(bytes(made.key()))).isTrue();
            assertThat(keys.accepts(bytes(made.key() + "0"))).isFalse();
            assertThat(keys.accepts(bytes(""))).isFalse();
            assertThat(keys.list()).singleElement().matches(key -> key.lastUsedAt() != null);
            assertRefused(409, () -> keys.revoke(ApiKeys.OF_HOME), "api-key");
            keys.revoke(made.id());
            assertThat(keys.accepts(bytes(made.key()))).isFalse();
            assertRefused(400, () -> keys.create("n".repeat(65)), "64");
        }
    }

    @Test
    void usageIsToldInStretches() {
        UsageQuery query = new UsageQuery(List.of("shop-1"), true, Granularity.HOURLY, FROM, TO);
        List<UsageFrame> frames = client.account().usage(query);
        assertThat(engine.account().lastQuery()).isEqualTo(query);
        assertThat(frames).hasSize(3);
        assertThat(frames.getFirst().branchName()).isEqualTo("main");
        assertThat(frames.getFirst().timeframeStart()).isEqualTo("2026-11-20T10:00:00Z");
    }

    @Test
    void neonsCallsTellItInPeriodsAndMetrics() throws Exception {
        String range = "granularity=hourly&from=%s&to=%s".formatted(FROM, TO);
        JsonNode old = json("/consumption_history/projects?" + range);
        JsonNode frame = old.at("/projects/0/periods/0/consumption/0");
        assertThat(frame.path("active_time_seconds").asLong()).isEqualTo(90);
        assertThat(frame.path("data_storage_bytes_hour").asLong()).isEqualTo(82_000_000);
        assertThat(old.at("/projects/0/periods/0/period_start").asText())
                .isEqualTo("2026-11-01T00:00:00Z");
        JsonNode values =
                json("/consumption_history/v2/branches?project_ids=shop-1&metrics=compute_unit_seconds,root_branch_bytes_month&"
                                + range)
                        .at("/branches/0/periods/0/consumption/0/metrics");
        assertThat(values.at("/0/metric_name").asText()).isEqualTo("compute_unit_seconds");
        assertThat(values.at("/0/value").asLong()).isEqualTo(90);
        assertThat(values.at("/1/value").asLong()).isEqualTo(72_000_000 / (30 * 24));
        assertThat(status("/consumption_history/v2/projects?" + range)).isEqualTo(400);
        assertThat(status("/consumption_history/v2/projects?metrics=moons&" + range))
                .isEqualTo(400);
        assertThat(status("/consumption_history/projects?granularity=yearly")).isEqualTo(400);
        assertThat(status("/consumption_history/projects?granularity=daily")).isEqualTo(400);
    }

    @Test
    void noAnswerLetsAnotherSiteReadIt() throws Exception {
        for (String method : List.of("GET", "OPTIONS")) {
            var answer = raw(method, "/projects", "Bearer " + KEY, null, null);
            assertThat(answer.headers().map().keySet())
                    .noneMatch(name -> name.toLowerCase().startsWith("access-control"));
        }
    }

    private JsonNode json(String path) throws Exception {
        var answer = raw("GET", path, "Bearer " + KEY, null, null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return ApiJson.mapper().readTree(answer.body());
    }

    private int status(String path) throws Exception {
        return raw("GET", path, "Bearer " + KEY, null, null).statusCode();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
