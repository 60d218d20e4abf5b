package dev.cambium.engine.server;

import dev.cambium.engine.api.DatabaseImport;

import io.javalin.http.Context;

import java.io.IOException;

/** {@code nightly}: branches that are filled anew every night. */
final class NightlyResource {

    private static final int HOURS_MAX = 23;

    private final EngineService engine;

    NightlyResource(EngineService engine, Routes routes) {
        this.engine = engine;
        routes.get("/cambium/projects/{p}/nightly", this::list);
        String branch = "/cambium/projects/{p}/branches/{b}/nightly";
        routes.put(branch, this::plan);
        routes.delete(branch, this::end);
    }

    private void list(Context context) throws IOException {
        Reply.ok(context, Reply.envelope("nightly", engine.nightly().list(context.pathParam("p"))));
    }

    private void plan(Context context) throws IOException {
        RequestBody body = RequestBody.of(context);
        Long hour = body.integer("hour");
        if (hour == null || hour < 0 || hour > HOURS_MAX) {
            throw RequestBody.bad("\"hour\" must be a number from 0 to %d.".formatted(HOURS_MAX));
        }
        DatabaseImport source =
                new DatabaseImport(body.requiredText("url"), body.text("database"), true);
        Reply.ok(
                context,
                Reply.envelope(
                        "nightly",
                        engine.nightly()
                                .plan(
                                        context.pathParam("p"),
                                        context.pathParam("b"),
                                        source,
                                        Math.toIntExact(hour))));
    }

    private void end(Context context) throws IOException {
        Reply.ok(
                context,
                Reply.envelope(
                        "nightly",
                        engine.nightly().end(context.pathParam("p"), context.pathParam("b"))));
    }
}
