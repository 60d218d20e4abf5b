package dev.cambium.engine.server;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cambium.engine.api.NewSnapshot;
import dev.cambium.engine.api.ScheduleItem;
import dev.cambium.engine.api.SnapshotRestore;
import dev.cambium.engine.api.SnapshotUpdate;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code /projects/{p}/snapshots}, and what branches have to do with them: {@code snapshot}, {@code
 * finalize_restore} and {@code backup_schedule}.
 */
final class SnapshotResource {

    private final EngineService engine;

    SnapshotResource(EngineService engine, Routes routes) {
        this.engine = engine;
        String snapshots = "/projects/{p}/snapshots";
        routes.get(snapshots, this::list);
        routes.patch(snapshots + "/{s}", this::update);
        routes.delete(snapshots + "/{s}", this::delete);
        routes.post(snapshots + "/{s}/restore", this::restore);
        String branch = "/projects/{p}/branches/{b}";
        routes.post(branch + "/snapshot", this::create);
        routes.post(branch + "/finalize_restore", this::finalizeRestore);
        routes.get(branch + "/backup_schedule", this::schedule);
        routes.put(branch + "/backup_schedule", this::setSchedule);
    }

    private void list(Context context) throws IOException {
        Reply.ok(context, Reply.envelope("snapshots", engine.snapshots().list(project(context))));
    }

    /** Neon's specification has the fields in the query, its guide in a body: both are taken. */
    private void create(Context context) throws IOException {
        RequestBody flat = RequestBody.of(context);
        RequestBody body = flat.object("snapshot");
        String lsn = field(context, flat, body, "lsn");
        String time = field(context, flat, body, "timestamp");
        if (lsn != null && time != null) {
            throw RequestBody.bad("\"lsn\" and \"timestamp\" cannot be given together.");
        }
        NewSnapshot request =
                new NewSnapshot(
                        field(context, flat, body, "name"),
                        field(context, flat, body, "slug"),
                        lsn == null ? time : lsn,
                        RequestBody.time(field(context, flat, body, "expires_at"), "expires_at"));
        Reply.ok(context, engine.snapshots().create(project(context), branch(context), request));
    }

    private void update(Context context) throws IOException {
        RequestBody changes = RequestBody.of(context).requiredObject("snapshot");
        JsonNode expiry = changes.node().path("expires_at");
        SnapshotUpdate update =
                new SnapshotUpdate(
                        changes.name("name", "snapshot"),
                        changes.time("expires_at"),
                        expiry.isNull());
        Reply.ok(
                context,
                Reply.envelope(
                        "snapshot",
                        engine.snapshots().update(project(context), snapshot(context), update)));
    }

    private void delete(Context context) throws IOException {
        Reply.send(
                context,
                202,
                Reply.envelope(
                        "operations",
                        engine.snapshots().delete(project(context), snapshot(context))));
    }

    private void restore(Context context) throws IOException {
        RequestBody body = RequestBody.of(context);
        String name = body.name("name", "branch");
        SnapshotRestore how =
                new SnapshotRestore(
                        name == null ? context.queryParam("name") : name,
                        body.text("target_branch_id"),
                        Boolean.TRUE.equals(body.bool("finalize_restore")));
        Reply.ok(context, engine.snapshots().restore(project(context), snapshot(context), how));
    }

    private void finalizeRestore(Context context) throws IOException {
        String backupName = RequestBody.of(context).name("name", "branch");
        Reply.ok(
                context,
                Reply.envelope(
                        "operations",
                        engine.snapshots()
                                .finalizeRestore(project(context), branch(context), backupName)));
    }

    private void schedule(Context context) throws IOException {
        Reply.ok(
                context,
                Reply.envelope(
                        "schedule",
                        engine.snapshots().schedule(project(context), branch(context))));
    }

    private void setSchedule(Context context) throws IOException {
        JsonNode schedule = RequestBody.of(context).node().path("schedule");
        if (!schedule.isArray()) {
            throw RequestBody.bad(
                    "This call needs a list \"schedule\" in its body; an empty one ends the schedule.");
        }
        List<ScheduleItem> items = new ArrayList<>();
        for (JsonNode item : schedule) {
            if (!item.isObject()) {
                throw RequestBody.bad("\"schedule\" must hold objects alone.");
            }
            RequestBody fields = new RequestBody(item);
            items.add(
                    new ScheduleItem(
                            fields.requiredText("frequency"),
                            small(fields, "hour"),
                            small(fields, "day"),
                            small(fields, "month"),
                            fields.integer("retention_seconds")));
        }
        engine.snapshots().setSchedule(project(context), branch(context), items);
        Reply.ok(context, Map.of());
    }

    private static @Nullable String field(
            Context context, RequestBody flat, RequestBody nested, String name) {
        String inQuery = context.queryParam(name);
        if (inQuery != null && !inQuery.isBlank()) {
            return inQuery;
        }
        String inBody = flat.text(name);
        return inBody == null ? nested.text(name) : inBody;
    }

    private static @Nullable Integer small(RequestBody fields, String name) {
        Long value = fields.integer(name);
        if (value != null && Math.abs(value) > 1_000) {
            throw RequestBody.bad("\"%s\" cannot be %d.".formatted(name, value));
        }
        return value == null ? null : value.intValue();
    }

    private static String project(Context context) {
        return context.pathParam("p");
    }

    private static String branch(Context context) {
        return context.pathParam("b");
    }

    private static String snapshot(Context context) {
        return context.pathParam("s");
    }
}
