package dev.cambium.engine.server;

import dev.cambium.engine.api.QueryRequest;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** {@code /cambium/projects/{p}/branches/{b}}: what a branch was at a moment. */
final class MomentResource {

    private static final int ROWS_MAX = 10_000;
    private static final int SECONDS_MAX = 300;

    private final EngineService engine;

    MomentResource(EngineService engine, Routes routes) {
        this.engine = engine;
        String branch = "/cambium/projects/{p}/branches/{b}";
        routes.get(branch + "/moment", this::moment);
        routes.post(branch + "/query", this::query);
    }

    private void moment(Context context) throws IOException {
        String at = context.queryParam("at");
        if (at == null || at.isBlank()) {
            throw RequestBody.bad("Say which moment: at=LSN, at=TIME or at=head.");
        }
        Reply.ok(
                context,
                Reply.envelope(
                        "moment",
                        engine.past().moment(context.pathParam("p"), context.pathParam("b"), at)));
    }

    private void query(Context context) throws IOException {
        RequestBody body = RequestBody.of(context);
        QueryRequest request =
                new QueryRequest(
                        body.requiredText("sql"),
                        body.text("at"),
                        body.text("database"),
                        body.text("role"),
                        between(body, "max_rows", ROWS_MAX),
                        between(body, "timeout_seconds", SECONDS_MAX));
        Reply.ok(
                context,
                engine.past().query(context.pathParam("p"), context.pathParam("b"), request));
    }

    private static @Nullable Integer between(RequestBody body, String name, int max) {
        Long value = body.integer(name);
        if (value == null) {
            return null;
        }
        if (value < 1 || value > max) {
            throw RequestBody.bad("\"%s\" must lie between 1 and %,d.".formatted(name, max));
        }
        return Math.toIntExact(value);
    }
}
