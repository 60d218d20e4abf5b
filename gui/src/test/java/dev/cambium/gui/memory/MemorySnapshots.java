package dev.cambium.gui.memory;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NewSnapshot;
import dev.cambium.engine.api.Operation;
import dev.cambium.engine.api.RestoreRequest;
import dev.cambium.engine.api.RestoredReply;
import dev.cambium.engine.api.ScheduleItem;
import dev.cambium.engine.api.Snapshot;
import dev.cambium.engine.api.SnapshotCalls;
import dev.cambium.engine.api.SnapshotReply;
import dev.cambium.engine.api.SnapshotRestore;
import dev.cambium.engine.api.SnapshotUpdate;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The snapshots of a {@link MemoryEngine}. */
final class MemorySnapshots implements SnapshotCalls {

    private final MemoryEngine engine;
    private final Map<String, Snapshot> snapshots = new LinkedHashMap<>();
    private final Map<String, List<ScheduleItem>> schedules = new HashMap<>();

    MemorySnapshots(MemoryEngine engine) {
        this.engine = engine;
    }

    @Override
    public List<Snapshot> list(String projectId) {
        synchronized (engine) {
            engine.alive();
            return List.copyOf(snapshots.values());
        }
    }

    @Override
    public Snapshot get(String projectId, String snapshot) {
        return snapshots.values().stream()
                .filter(each -> each.id().equals(snapshot) || each.name().equals(snapshot))
                .findFirst()
                .orElseThrow(() -> new EngineException(404, "SNAPSHOT_NOT_FOUND", snapshot));
    }

    @Override
    public SnapshotReply create(String projectId, String branch, NewSnapshot request) {
        Snapshot made;
        synchronized (engine) {
            engine.verb();
            Branch of = engine.find(branch);
            String id = "snap-" + ++engine.counter;
            Instant now = Instant.now();
            made =
                    new Snapshot(
                            id,
                            request.name() == null ? of.name() + "-snapshot" : request.name(),
                            null,
                            "0/5A1F9E10",
                            request.at() == null || request.at().contains("/")
                                    ? now
                                    : Instant.parse(request.at()),
                            of.id(),
                            now,
                            request.expiresAt(),
                            true,
                            2_254_857_830L,
                            new Snapshot.Local(projectId, "ready", null, of.name(), 4_194_304L, 0));
            snapshots.put(id, made);
        }
        told(projectId, made);
        return new SnapshotReply(made, List.of());
    }

    private void told(String projectId, Snapshot snapshot) {
        engine.tell(
                "branch.snapshot", projectId, snapshot.sourceBranchId(), null, "Snapshot", null);
    }

    @Override
    public Snapshot update(String projectId, String snapshot, SnapshotUpdate update) {
        synchronized (engine) {
            engine.verb();
            Snapshot was = get(projectId, snapshot);
            Snapshot now =
                    Records.with(
                            was,
                            "name",
                            update.name() == null ? was.name() : update.name(),
                            "expiresAt",
                            update.neverExpires() ? null : update.expiresAt());
            snapshots.put(was.id(), now);
            return now;
        }
    }

    @Override
    public List<Operation> delete(String projectId, String snapshot) {
        synchronized (engine) {
            engine.verb();
            snapshots.remove(get(projectId, snapshot).id());
            return List.of();
        }
    }

    @Override
    public RestoredReply restore(String projectId, String snapshot, SnapshotRestore how) {
        Snapshot from;
        Branch branch;
        synchronized (engine) {
            from = get(projectId, snapshot);
            if (how.finalizeNow()) {
                String target = String.valueOf(how.targetBranch());
                engine.life().restore(projectId, target, new RestoreRequest(target, null, null));
                branch = engine.find(target);
            } else {
                engine.verb();
                String name = how.name() == null ? from.name() + "-branch" : how.name();
                Branch made = engine.addBranch(projectId, name, null, Instant.now(), "running");
                branch =
                        Records.with(
                                made,
                                "isDefault",
                                false,
                                "isProtected",
                                false,
                                "restoreStatus",
                                how.targetBranch() == null ? null : "restored",
                                "restoredFrom",
                                from.id(),
                                "restoredAs",
                                how.targetBranch());
                engine.branches.put(branch.id(), branch);
            }
        }
        told(projectId, from);
        return new RestoredReply(branch, List.of(), List.of());
    }

    @Override
    public List<Operation> finalizeRestore(
            String projectId, String branch, @Nullable String backupName) {
        synchronized (engine) {
            Branch restored = engine.find(branch);
            String target = String.valueOf(restored.restoredAs());
            engine.life().restore(projectId, target, new RestoreRequest(target, null, backupName));
            engine.branches.remove(restored.id());
            return List.of();
        }
    }

    @Override
    public List<ScheduleItem> schedule(String projectId, String branch) {
        synchronized (engine) {
            engine.alive();
            return schedules.getOrDefault(engine.find(branch).id(), List.of());
        }
    }

    @Override
    public void setSchedule(String projectId, String branch, List<ScheduleItem> schedule) {
        synchronized (engine) {
            engine.verb();
            schedules.put(engine.find(branch).id(), List.copyOf(schedule));
        }
    }
}
