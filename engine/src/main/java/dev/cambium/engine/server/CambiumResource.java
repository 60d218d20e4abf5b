package dev.cambium.engine.server;

import dev.cambium.engine.api.DatabaseImport;
import dev.cambium.engine.api.ImportRequest;

import io.javalin.http.Context;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Supplier;

/** {@code /cambium}: what Neon has no call for. */
final class CambiumResource {

    /** Some 6 GB; more would not make a better sample. */
    private static final long SCALE_MAX = 1_000;

    private final EngineService engine;
    private final Supplier<String> apiUrl;

    CambiumResource(
            EngineService engine,
            EventHub events,
            WithdrawableCalls withdrawable,
            Routes routes,
            Supplier<String> apiUrl) {
        this.engine = engine;
        this.apiUrl = apiUrl;
        routes.get("/cambium/engine", this::info);
        routes.post("/cambium/engine/stop", this::stop);
        routes.get("/cambium/events", events::stream);
        routes.get("/cambium/projects/{p}/ticks", this::ticks);
        routes.post("/cambium/projects/{p}/sample", this::sample);
        routes.post("/cambium/projects/{p}/branches/{b}/import", withdrawable.each(this::load));
        routes.post("/cambium/projects/{p}/branches/{b}/flatten", this::flatten);
    }

    private void info(Context context) throws IOException {
        Reply.ok(context, engine.info().at(apiUrl.get()));
    }

    private void flatten(Context context) throws IOException {
        Reply.ok(
                context, engine.branches().flatten(context.pathParam("p"), context.pathParam("b")));
    }

    private void stop(Context context) throws IOException {
        byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
        context.res().setStatus(202);
        context.res().setContentType("application/json");
        context.res().setContentLength(answer.length);
        context.res().getOutputStream().write(answer);
        context.res().flushBuffer();
        // Only now: a stopping engine closes this connection.
        engine.stop();
    }

    private void ticks(Context context) throws IOException {
        String since = context.queryParam("since");
        try {
            Instant from = since == null || since.isEmpty() ? Instant.EPOCH : Instant.parse(since);
            Reply.ok(
                    context,
                    Reply.envelope("ticks", engine.past().ticks(context.pathParam("p"), from)));
        } catch (DateTimeParseException e) {
            throw RequestBody.bad(
                    "\"since\" must be a time such as 2026-11-20T12:00:00Z, not \"%s\"."
                            .formatted(since));
        }
    }

    private void sample(Context context) throws IOException {
        Long scale = RequestBody.of(context).integer("scale");
        if (scale != null && (scale < 1 || scale > SCALE_MAX)) {
            throw RequestBody.bad("\"scale\" must lie between 1 and %d.".formatted(SCALE_MAX));
        }
        int asked = scale == null ? 1 : Math.toIntExact(scale);
        Reply.ok(context, engine.transfers().loadSample(context.pathParam("p"), asked));
    }

    /** Names files that the engine reads, or brings the SQL along as its body. */
    private void load(Context context) throws IOException {
        String project = context.pathParam("p");
        String branch = context.pathParam("b");
        String type = context.contentType();
        if (type == null || type.startsWith("application/json")) {
            RequestBody body = RequestBody.of(context);
            if (body.has("url")) {
                DatabaseImport request =
                        new DatabaseImport(
                                body.requiredText("url"),
                                body.text("database"),
                                Boolean.TRUE.equals(body.bool("refresh")));
                Reply.ok(context, engine.transfers().importDatabase(project, branch, request));
                return;
            }
            List<Path> files = body.texts("files").stream().map(CambiumResource::absolute).toList();
            Reply.ok(
                    context,
                    engine.transfers()
                            .importFiles(
                                    project,
                                    branch,
                                    new ImportRequest(files, body.text("database"))));
        } else if (type.startsWith("application/sql")) {
            Reply.ok(
                    context,
                    engine.transfers()
                            .importStream(
                                    project,
                                    branch,
                                    context.req().getInputStream(),
                                    context.queryParam("database")));
        } else {
            throw RequestBody.bad(
                    "An import is application/json with \"files\" or \"url\", or application/sql with the SQL itself; this is %s."
                            .formatted(type));
        }
    }

    private static Path absolute(String file) {
        try {
            Path path = Path.of(file);
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException e) {
            // Told below.
        }
        throw RequestBody.bad(
                "\"files\" must be absolute paths on the engine's computer; \"%s\" is none."
                        .formatted(file));
    }
}
