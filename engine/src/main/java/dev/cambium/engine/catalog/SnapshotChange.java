package dev.cambium.engine.catalog;

import java.util.List;

/** What a commit may do to snapshots; as valid as the {@link Change} it came from. */
public interface SnapshotChange {

    /**
     * Adds or replaces a snapshot.
     *
     * @throws DuplicateNameException if another snapshot of the project has the name or the slug
     */
    void put(Snapshot snapshot);

    /** Forgets a snapshot; its timeline stays. */
    void remove(String snapshotId);

    /** Gives a branch another schedule; an empty one takes it away. */
    void replacePlans(String branchId, List<SnapshotPlan> plans);

    /** Notes when a plan runs next. A plan that is not there any more stays away. */
    void reschedule(SnapshotPlan plan);

    /** Notes from which snapshot a branch has its content. */
    void put(BranchRestore restore);

    /** Forgets from which snapshot a branch has its content. */
    void removeRestore(String branchId);
}
