package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Snapshots and their schedules. A snapshot is named by its id, its name or its slug, a branch by
 * its id or its name. Thread-safe, as all calls; see {@link EngineCalls}.
 */
public interface SnapshotCalls {

    /** All of a project, oldest first. */
    List<Snapshot> list(String projectId);

    Snapshot get(String projectId, String snapshot);

    /** It can be restored when this returns; until it is ready that takes a recovery. */
    SnapshotReply create(String projectId, String branch, NewSnapshot request);

    Snapshot update(String projectId, String snapshot, SnapshotUpdate update);

    /** Branches that were restored from it stay. */
    List<Operation> delete(String projectId, String snapshot);

    /** To a new root branch, or onto a branch, whose old content becomes a branch of its own. */
    RestoredReply restore(String projectId, String snapshot, SnapshotRestore how);

    /**
     * Puts a restored branch in the place of its target, which keeps its id, name and address.
     *
     * @param backupName for what the target holds now; null lets the engine find one
     */
    List<Operation> finalizeRestore(String projectId, String branch, @Nullable String backupName);

    /** When a branch gets snapshots by itself; empty if never. */
    List<ScheduleItem> schedule(String projectId, String branch);

    /**
     * @param schedule the whole of it; an empty one ends it
     */
    void setSchedule(String projectId, String branch, List<ScheduleItem> schedule);
}
