package dev.cambium.engine.server;

import dev.cambium.engine.api.ApiJson;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Answers calls that the HTTP server cannot read, which no route ever sees, as any other refusal is
 * answered: with a code and a sentence. Thread-safe.
 */
final class UnreadableCalls extends ErrorHandler {

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int status,
            @Nullable String why,
            @Nullable Throwable cause,
            Callback callback) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("code", "UNREADABLE");
        body.put("message", sentence(status, why));
        String json = ApiJson.mapper().valueToTree(body).toString();
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        Content.Sink.write(response, true, json, callback);
    }

    private static String sentence(int status, @Nullable String why) {
        String reason = why == null || why.isBlank() ? "status " + status : why;
        return "This call could not be read as HTTP, and nothing was done: %s.".formatted(reason);
    }
}
