package dev.cambium.engine.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * The transport under {@link HttpEngineClient}: one HTTP call with the key, and every way it can
 * fail turned into an {@link EngineException} with a sentence. Thread-safe.
 */
final class ApiCalls implements AutoCloseable {

    /** Everything is on this computer: who does not take a connection in this time is not there. */
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    /** Longer than the slowest verb but an import: a first start that recovers much WAL. */
    static final Duration CALL_TIMEOUT = Duration.ofMinutes(10);

    private final URI apiUrl;
    private final String apiKey;
    private final HttpClient http;

    ApiCalls(URI apiUrl, String apiKey) {
        this.apiUrl = apiUrl;
        this.apiKey = apiKey;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .sslContext(trustingNobody())
                        .build();
    }

    /**
     * Engines speak plain HTTP on this computer. Without this the JVM would read all authorities of
     * the web at the start of each command, which takes longer than the command.
     */
    private static SSLContext trustingNobody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a Java without TLS", e);
        }
    }

    JsonNode get(String path) {
        return json(send(request(path).GET().timeout(CALL_TIMEOUT).build()));
    }

    JsonNode get(String path, Duration timeout) {
        return json(send(request(path).GET().timeout(timeout).build()));
    }

    JsonNode post(String path, JsonNode body) {
        return json(send(withBody(path, "POST", body).timeout(CALL_TIMEOUT).build()));
    }

    /** For calls that take as long as their data is large. */
    JsonNode postWithoutTimeout(String path, JsonNode body) {
        return json(send(withBody(path, "POST", body).build()));
    }

    JsonNode post(String path, InputStream body, String contentType) {
        HttpRequest request =
                request(path)
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofInputStream(() -> body))
                        .build();
        return json(send(request));
    }

    JsonNode patch(String path, JsonNode body) {
        return json(send(withBody(path, "PATCH", body).timeout(CALL_TIMEOUT).build()));
    }

    JsonNode put(String path, JsonNode body) {
        return json(send(withBody(path, "PUT", body).timeout(CALL_TIMEOUT).build()));
    }

    /** Any call, with a body or without. */
    JsonNode any(String method, String path, @Nullable JsonNode body) {
        try {
            HttpRequest.Builder asking =
                    body == null
                            ? request(path).method(method, HttpRequest.BodyPublishers.noBody())
                            : withBody(path, method, body);
            return json(send(asking.timeout(CALL_TIMEOUT).build()));
        } catch (IllegalArgumentException e) {
            throw new EngineException(
                    400,
                    "BAD_REQUEST",
                    "%s %s is no call: %s.".formatted(method, path, e.getMessage()));
        }
    }

    JsonNode delete(String path) {
        HttpRequest.Builder deleting = request(path).DELETE().timeout(CALL_TIMEOUT);
        return json(send(deleting.header(EngineClient.REFUSE_MISSING, "1").build()));
    }

    /**
     * Opens an event stream; the caller closes it.
     *
     * @param lastId of the last event that was heard, to hear what came after it; null at first
     * @throws EngineException as every call here
     */
    InputStream openStream(String path, @Nullable String lastId) {
        HttpRequest.Builder asking = request(path).header("Accept", "text/event-stream").GET();
        if (lastId != null) {
            asking.header("Last-Event-ID", lastId);
        }
        HttpRequest request = asking.build();
        HttpResponse<InputStream> response =
                exchange(request, HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() == 200) {
            return response.body();
        }
        try (InputStream body = response.body()) {
            throw refusal(
                    response.statusCode(),
                    new String(body.readNBytes(64 * 1024), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw refusal(response.statusCode(), "");
        }
    }

    /** The field {@code name} of a reply, as a record. */
    <T> T read(JsonNode reply, String name, Class<T> type) {
        return read(reply.path(name), type);
    }

    <T> T read(JsonNode reply, Class<T> type) {
        try {
            return ApiJson.mapper().treeToValue(present(reply), type);
        } catch (JsonProcessingException e) {
            throw strange(e);
        }
    }

    <T> List<T> readList(JsonNode reply, String name, TypeReference<List<T>> type) {
        try {
            return ApiJson.mapper().treeToValue(present(reply.path(name)), type);
        } catch (JsonProcessingException e) {
            throw strange(e);
        }
    }

    /** A value made safe for a path or a query. */
    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        // Not close(): that waits for calls under way, and an event stream is always under way.
        http.shutdownNow();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder asking =
                HttpRequest.newBuilder(URI.create(apiUrl + path))
                        .header("Authorization", "Bearer " + apiKey)
                        .header("Accept", "application/json");
        OwnCall.present().ifPresent(call -> asking.header(OwnCall.HEADER, call.id()));
        return asking;
    }

    private HttpRequest.Builder withBody(String path, String method, JsonNode body) {
        return request(path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body.toString()));
    }

    private HttpResponse<String> send(HttpRequest request) {
        HttpResponse<String> response =
                exchange(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (response.statusCode() / 100 != 2) {
            throw refusal(response.statusCode(), response.body());
        }
        return response;
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw unreachable("No engine answers at " + apiUrl + ".");
        } catch (HttpTimeoutException e) {
            throw unreachable(
                    "The engine at "
                            + apiUrl
                            + " has not answered in time; what was asked may still happen.");
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw unreachable("The connection to the engine was lost (" + why + ").");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(
                    0, "INTERRUPTED", "The call was interrupted; what was asked may still happen.");
        }
    }

    private static EngineException unreachable(String what) {
        return new EngineException(
                0,
                "ENGINE_UNREACHABLE",
                what + " `cambium engine status` tells its state, `cambium doctor` what is wrong.");
    }

    private static EngineException refusal(int status, String body) {
        JsonNode error = MissingNode.getInstance();
        try {
            error = ApiJson.mapper().readTree(body);
        } catch (JsonProcessingException e) {
            // Not ours to read: the status alone is told.
        }
        @Nullable String message = error.path("message").textValue();
        @Nullable String code = error.path("code").textValue();
        return new EngineException(
                status,
                code == null ? "" : code,
                message == null || message.isBlank()
                        ? "The server refused the call with HTTP status " + status + "."
                        : message);
    }

    private JsonNode json(HttpResponse<String> response) {
        if (response.body().isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return ApiJson.mapper().readTree(response.body());
        } catch (JsonProcessingException e) {
            throw strange(e);
        }
    }

    private JsonNode present(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            throw new EngineException(
                    0,
                    "BAD_REPLY",
                    "What answers at " + apiUrl + " left out a part of its answer; is it Cambium?");
        }
        return node;
    }

    private EngineException strange(JsonProcessingException e) {
        return new EngineException(
                0,
                "BAD_REPLY",
                "What answers at "
                        + apiUrl
                        + " does not speak this API ("
                        + e.getOriginalMessage()
                        + "); is it Cambium, and of this version?");
    }
}
