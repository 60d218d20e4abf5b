package dev.cambium.engine.api;

import static dev.cambium.engine.api.ApiCalls.encode;
import static dev.cambium.engine.api.ApiJson.object;
import static dev.cambium.engine.api.ApiJson.putIfGiven;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.StringJoiner;

/** Snapshots over HTTP. */
final class HttpSnapshotCalls implements SnapshotCalls {

    private static final TypeReference<List<Operation>> OPERATIONS = new TypeReference<>() {};

    private final ApiCalls calls;
    private final ApiPaths paths;

    HttpSnapshotCalls(ApiCalls calls, ApiPaths paths) {
        this.calls = calls;
        this.paths = paths;
    }

    @Override
    public List<Snapshot> list(String projectId) {
        return calls.readList(
                calls.get(snapshotsPath(projectId)), "snapshots", new TypeReference<>() {});
    }

    /** Neon has no call for one. */
    @Override
    public Snapshot get(String projectId, String snapshot) {
        List<Snapshot> all = list(projectId);
        return all.stream()
                .filter(one -> one.id().equals(snapshot))
                .findFirst()
                .or(() -> all.stream().filter(one -> one.name().equals(snapshot)).findFirst())
                .or(() -> all.stream().filter(one -> snapshot.equals(one.slug())).findFirst())
                .orElseThrow(
                        () ->
                                new EngineException(
                                        404,
                                        "SNAPSHOT_NOT_FOUND",
                                        "There is no snapshot '%s'. `cambium snapshots list` shows those there are."
                                                .formatted(snapshot)));
    }

    @Override
    public SnapshotReply create(String projectId, String branch, NewSnapshot request) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        add(query, "name", request.name());
        add(query, "slug", request.slug());
        String at = request.at();
        add(query, at != null && at.indexOf('/') >= 0 ? "lsn" : "timestamp", at);
        add(query, "expires_at", request.expiresAt());
        return calls.read(
                calls.post(paths.branch(projectId, branch) + "/snapshot" + query, object()),
                SnapshotReply.class);
    }

    @Override
    public Snapshot update(String projectId, String snapshot, SnapshotUpdate update) {
        ObjectNode body = object();
        ObjectNode changes = body.putObject("snapshot");
        putIfGiven(changes, "name", update.name());
        if (update.neverExpires()) {
            changes.putNull("expires_at");
        } else if (update.expiresAt() != null) {
            changes.put("expires_at", update.expiresAt().toString());
        }
        return calls.read(
                calls.patch(snapshotPath(projectId, snapshot), body), "snapshot", Snapshot.class);
    }

    @Override
    public List<Operation> delete(String projectId, String snapshot) {
        return calls.readList(
                calls.delete(snapshotPath(projectId, snapshot)), "operations", OPERATIONS);
    }

    @Override
    public RestoredReply restore(String projectId, String snapshot, SnapshotRestore how) {
        ObjectNode body = object();
        putIfGiven(body, "name", how.name());
        String target = how.targetBranch();
        if (target != null) {
            body.put("target_branch_id", paths.idOf(projectId, target));
        }
        body.put("finalize_restore", how.finalizeNow());
        return calls.read(
                calls.post(snapshotPath(projectId, snapshot) + "/restore", body),
                RestoredReply.class);
    }

    @Override
    public List<Operation> finalizeRestore(
            String projectId, String branch, @Nullable String backupName) {
        ObjectNode body = object();
        putIfGiven(body, "name", backupName);
        return calls.readList(
                calls.post(paths.branch(projectId, branch) + "/finalize_restore", body),
                "operations",
                OPERATIONS);
    }

    @Override
    public List<ScheduleItem> schedule(String projectId, String branch) {
        return calls.readList(
                calls.get(schedulePath(projectId, branch)), "schedule", new TypeReference<>() {});
    }

    @Override
    public void setSchedule(String projectId, String branch, List<ScheduleItem> schedule) {
        ObjectNode body = object();
        body.set("schedule", ApiJson.mapper().valueToTree(schedule));
        calls.put(schedulePath(projectId, branch), body);
    }

    private String snapshotsPath(String projectId) {
        return paths.project(projectId) + "/snapshots";
    }

    private String snapshotPath(String projectId, String snapshot) {
        return snapshotsPath(projectId) + "/" + encode(get(projectId, snapshot).id());
    }

    private String schedulePath(String projectId, String branch) {
        return paths.branch(projectId, branch) + "/backup_schedule";
    }

    private static void add(StringJoiner query, String name, @Nullable Object value) {
        if (value != null) {
            query.add(name + "=" + encode(value.toString()));
        }
    }
}
