package dev.cambium.engine.server;

import dev.cambium.engine.api.ApiJson;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes answers; every one is JSON and says so, without which Neon's clients fail. */
final class Reply {

    private Reply() {}

    static void send(Context context, int status, Object body) throws IOException {
        context.status(status);
        context.contentType("application/json");
        context.result(ApiJson.mapper().writeValueAsBytes(body));
    }

    static void ok(Context context, Object body) throws IOException {
        send(context, 200, body);
    }

    static void created(Context context, Object body) throws IOException {
        send(context, 201, body);
    }

    static void error(Context context, int status, String code, @Nullable String message)
            throws IOException {
        send(context, status, Map.of("code", code, "message", message == null ? code : message));
    }

    /** Neon's envelope around one thing: {@code {"branch": …}}. */
    static Map<String, Object> envelope(String name, Object value) {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put(name, value);
        return envelope;
    }

    /**
     * As {@link #envelope}, for verbs. Neon lists the operations it has begun so that clients poll
     * them; here the verb is done when it answers, so there are none to wait for.
     */
    static Map<String, Object> done(String name, Object value) {
        Map<String, Object> envelope = envelope(name, value);
        envelope.put("operations", List.of());
        return envelope;
    }
}
