package dev.cambium.engine.server;

import dev.cambium.engine.api.LastMark;
import dev.cambium.engine.api.TimelineQuery;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;

/** {@code /cambium/projects/{p}/branches/{b}}: what happened on a branch, and its bookmarks. */
final class TimelineResource {

    private final EngineService engine;

    TimelineResource(EngineService engine, Routes routes) {
        this.engine = engine;
        String branch = "/cambium/projects/{p}/branches/{b}";
        routes.get(branch + "/timeline", this::timeline);
        routes.get(branch + "/timeline/last/{kind}", this::last);
        routes.get(branch + "/bookmarks", this::bookmarks);
        routes.post(branch + "/bookmarks", this::create);
        routes.delete(branch + "/bookmarks/{bookmark}", this::delete);
    }

    private void timeline(Context context) throws IOException {
        TimelineQuery query =
                new TimelineQuery(time(context, "from"), time(context, "to"), slices(context));
        Reply.ok(
                context,
                Reply.envelope(
                        "timeline",
                        engine.past()
                                .timeline(context.pathParam("p"), context.pathParam("b"), query)));
    }

    private void last(Context context) throws IOException {
        String asked = context.pathParam("kind");
        LastMark kind =
                Arrays.stream(LastMark.values())
                        .filter(known -> known.word().equals(asked))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        RequestBody.bad(
                                                "Ask for the last \"ddl\" or the last \"big_write\", not \"%s\"."
                                                        .formatted(asked)));
        Reply.ok(
                context,
                Reply.envelope(
                        "mark",
                        engine.past()
                                .lastMark(context.pathParam("p"), context.pathParam("b"), kind)));
    }

    private void bookmarks(Context context) throws IOException {
        Reply.ok(
                context,
                Reply.envelope(
                        "bookmarks",
                        engine.bookmarks().list(context.pathParam("p"), context.pathParam("b"))));
    }

    private void create(Context context) throws IOException {
        RequestBody bookmark = RequestBody.of(context).object("bookmark");
        Reply.created(
                context,
                Reply.envelope(
                        "bookmark",
                        engine.bookmarks()
                                .create(
                                        context.pathParam("p"),
                                        context.pathParam("b"),
                                        bookmark.requiredText("name"),
                                        bookmark.text("moment"))));
    }

    private void delete(Context context) throws IOException {
        Reply.ok(
                context,
                Reply.envelope(
                        "bookmark",
                        engine.bookmarks()
                                .delete(
                                        context.pathParam("p"),
                                        context.pathParam("b"),
                                        context.pathParam("bookmark"))));
    }

    private static @Nullable Instant time(Context context, String name) {
        String value = context.queryParam(name);
        return value == null || value.isBlank() ? null : RequestBody.time(value, name);
    }

    private static int slices(Context context) {
        String value = context.queryParam("slices");
        if (value == null || value.isBlank()) {
            return TimelineQuery.SLICES_DEFAULT;
        }
        try {
            int slices = Integer.parseInt(value.strip());
            if (slices >= 1 && slices <= TimelineQuery.SLICES_MAX) {
                return slices;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw RequestBody.bad(
                "\"slices\" must lie between 1 and %,d.".formatted(TimelineQuery.SLICES_MAX));
    }
}
