package dev.cambium.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cambium.engine.api.ApiJson;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineEvent;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.testing.Patience;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A server with a small engine behind it, and a client. */
@NullUnmarked
abstract class ApiServerFixture {

    static final String KEY = "the-key";

    final InMemoryEngine engine = new InMemoryEngine();
    ApiServer server;
    EngineClient client;

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

    String newProject() {
        Project project =
                client.projects().create(new NewProject("shop", null, null, null)).project();
        return project.id();
    }

    static EngineEvent next(BlockingQueue<EngineEvent> heard) throws InterruptedException {
        EngineEvent event = heard.poll(120, TimeUnit.SECONDS);
        assertThat(event).as("an event").isNotNull();
        return event;
    }

    static void await(BooleanSupplier condition) {
        Patience.await("it comes to that").until(condition::getAsBoolean);
    }

    static void assertRefused(int status, Runnable call, String... words) {
        EngineException e = catchThrowableOfType(EngineException.class, call::run);
        assertThat(e).isNotNull();
        assertThat(e.status()).as(e.getMessage()).isEqualTo(status);
        assertThat(e.getMessage()).isNotBlank();
        for (String word : words) {
            assertThat(e.getMessage()).contains(word);
        }
    }

    static void assertRefusal(HttpResponse<String> response, int status, String word)
            throws IOException {
        JsonNode body = body(response);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(body.path("code").textValue()).isNotEmpty();
        assertThat(body.path("message").textValue()).contains(word);
    }

    HttpResponse<String> get(String path) throws Exception {
        return raw("GET", path, "Bearer " + KEY, null, null);
    }

    HttpResponse<String> post(String path, String body) throws Exception {
        return raw("POST", path, "Bearer " + KEY, "application/json", body);
    }

    HttpResponse<String> raw(
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

    static JsonNode body(HttpResponse<String> response) throws IOException {
        return ApiJson.mapper().readTree(response.body());
    }
}
