package dev.cambium.engine.catalog;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What a commit may do to snapshots; as valid as the {@link Change} it came from. */
public interface SnapshotChange {

    /**
     * Adds or replaces a snapshot.
     *
     * @throws DuplicateNameException if another snapshot of the project has the name or the slug
     */
    void put(Snapshot snapshot);

    /** Puts a snapshot into the trash, where it keeps its timeline but not its names. */
    void delete(String snapshotId, UUID operation, Instant at);

    /**
     * Takes a snapshot out of the trash, as it was.
     *
     * @throws DuplicateNameException if another snapshot has its name or slug by now
     */
    void undelete(DeletedSnapshot snapshot);

    /** Forgets a snapshot, also a deleted one; its timeline stays. */
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
