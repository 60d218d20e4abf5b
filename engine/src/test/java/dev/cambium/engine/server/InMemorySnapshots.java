package dev.cambium.engine.server;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NewSnapshot;
import dev.cambium.engine.api.Operation;
import dev.cambium.engine.api.RestoredReply;
import dev.cambium.engine.api.ScheduleItem;
import dev.cambium.engine.api.Snapshot;
import dev.cambium.engine.api.SnapshotCalls;
import dev.cambium.engine.api.SnapshotReply;
import dev.cambium.engine.api.SnapshotRestore;
import dev.cambium.engine.api.SnapshotUpdate;

import org.jspecify.annotations.NullUnmarked;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Snapshots of {@link InMemoryEngine}; it also notes how the last ones were asked for. */
@NullUnmarked
public final class InMemorySnapshots implements SnapshotCalls {

    private final InMemoryEngine engine;
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final Map<String, List<ScheduleItem>> schedules = new HashMap<>();
    NewSnapshot lastRequest;
    SnapshotUpdate lastUpdate;
    SnapshotRestore lastRestore;
    String lastBackupName;

    InMemorySnapshots(InMemoryEngine engine) {
        this.engine = engine;
    }

    public NewSnapshot lastRequest() {
        return lastRequest;
    }

    public SnapshotUpdate lastUpdate() {
        return lastUpdate;
    }

    public SnapshotRestore lastRestore() {
        return lastRestore;
    }

    public String lastBackupName() {
        return lastBackupName;
    }

    @Override
    public List<Snapshot> list(String projectId) {
        engine.projects().get(projectId);
        return List.copyOf(snapshots);
    }

    @Override
    public Snapshot get(String projectId, String snapshot) {
        return list(projectId).stream()
                .filter(one -> one.id().equals(snapshot) || one.name().equals(snapshot))
                .findFirst()
                .orElseThrow(
                        () ->
                                new EngineException(
                                        404,
                                        "SNAPSHOT_NOT_FOUND",
                                        "There is no snapshot '%s'.".formatted(snapshot)));
    }

    @Override
    public SnapshotReply create(String projectId, String branchId, NewSnapshot request) {
        engine.failIfAsked();
        lastRequest = request;
        Branch branch = engine.branches().get(projectId, branchId);
        Snapshot made =
                new Snapshot(
                        "snap-still-leaf-" + engine.ids.incrementAndGet(),
                        request.name() == null ? branch.name() + "_now" : request.name(),
                        request.slug(),
                        "0/1A2B3C8",
                        InMemoryEngine.THEN,
                        branch.id(),
                        InMemoryEngine.THEN,
                        request.expiresAt(),
                        true,
                        null,
                        new Snapshot.Local(projectId, "pending", null, branch.name(), null, 8192));
        snapshots.add(made);
        return new SnapshotReply(made, List.of(operation(branch, "create_snapshot")));
    }

    @Override
    public Snapshot update(String projectId, String snapshot, SnapshotUpdate update) {
        lastUpdate = update;
        Snapshot old = get(projectId, snapshot);
        Instant expiry = update.expiresAt() == null ? old.expiresAt() : update.expiresAt();
        Snapshot updated =
                new Snapshot(
                        old.id(),
                        update.name() == null ? old.name() : update.name(),
                        old.slug(),
                        old.lsn(),
                        old.timestamp(),
                        old.sourceBranchId(),
                        old.createdAt(),
                        update.neverExpires() ? null : expiry,
                        old.manual(),
                        old.fullSize(),
                        old.cambium());
        snapshots.set(snapshots.indexOf(old), updated);
        return updated;
    }

    @Override
    public List<Operation> delete(String projectId, String snapshot) {
        Snapshot found = get(projectId, snapshot);
        snapshots.remove(found);
        return List.of(
                operation(
                        engine.branches().get(projectId, found.sourceBranchId()),
                        "delete_snapshot"));
    }

    @Override
    public RestoredReply restore(String projectId, String snapshot, SnapshotRestore how) {
        lastRestore = how;
        Snapshot found = get(projectId, snapshot);
        Branch branch =
                how.finalizeNow()
                        ? engine.branches().get(projectId, found.sourceBranchId())
                        : engine.branches().newBranch(projectId, null, how.name());
        engine.branches.put(branch.id(), branch);
        if (how.finalizeNow()) {
            Branch backup = engine.branches().newBranch(projectId, null, branch.name() + "_old_1");
            engine.branches.put(backup.id(), backup);
        }
        return new RestoredReply(branch, List.of(), List.of(operation(branch, "restore_snapshot")));
    }

    @Override
    public List<Operation> finalizeRestore(String projectId, String branchId, String backupName) {
        lastBackupName = backupName;
        Branch branch = engine.branches().get(projectId, branchId);
        return List.of(operation(branch, "replace_by_snapshot"));
    }

    @Override
    public List<ScheduleItem> schedule(String projectId, String branchId) {
        return schedules.getOrDefault(engine.branches().get(projectId, branchId).id(), List.of());
    }

    @Override
    public void setSchedule(String projectId, String branchId, List<ScheduleItem> schedule) {
        schedules.put(engine.branches().get(projectId, branchId).id(), schedule);
    }

    private Operation operation(Branch branch, String action) {
        return new Operation(
                "op-" + engine.ids.incrementAndGet(),
                branch.projectId(),
                branch.id(),
                null,
                action,
                "finished",
                null,
                0,
                InMemoryEngine.THEN,
                InMemoryEngine.THEN,
                0);
    }
}
