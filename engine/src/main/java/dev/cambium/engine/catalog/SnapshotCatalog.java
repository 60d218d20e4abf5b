package dev.cambium.engine.catalog;

import dev.cambium.engine.catalog.entity.BranchRestoreRow;
import dev.cambium.engine.catalog.entity.SnapshotPlanRow;
import dev.cambium.engine.catalog.entity.SnapshotRow;

import java.util.List;
import java.util.Optional;

/** What the catalog knows of snapshots. Thread-safe, as the {@link Catalog} it belongs to. */
public final class SnapshotCatalog {

    private final Catalog catalog;

    SnapshotCatalog(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The snapshots of a project in whatever state but deleted, oldest first. */
    public List<Snapshot> of(String projectId) {
        return Catalog.list(
                catalog.find(SnapshotRow.class)
                        .where()
                        .eq("projectId", projectId)
                        .eq("deletedId", "")
                        .orderBy("createdAt, id")
                        .query(),
                SnapshotRow::toRecord);
    }

    /** The snapshots of all projects, oldest first. */
    public List<Snapshot> all() {
        return Catalog.list(
                catalog.find(SnapshotRow.class)
                        .where()
                        .eq("deletedId", "")
                        .orderBy("createdAt, id")
                        .query(),
                SnapshotRow::toRecord);
    }

    public Optional<Snapshot> byId(String id) {
        return Catalog.one(
                catalog.find(SnapshotRow.class).where().idEq(id).eq("deletedId", "").query(),
                SnapshotRow::toRecord);
    }

    /** Those of all projects whose deletion can be undone, deleted first first. */
    public List<DeletedSnapshot> deleted() {
        return Catalog.list(
                catalog.find(SnapshotRow.class)
                        .where()
                        .ne("deletedId", "")
                        .orderBy("deletedAt, id")
                        .query(),
                SnapshotRow::toDeleted);
    }

    /** The schedule of a branch, in its order. */
    public List<SnapshotPlan> plans(String branchId) {
        return Catalog.list(
                catalog.find(SnapshotPlanRow.class)
                        .where()
                        .eq("branchId", branchId)
                        .orderBy("ordinal")
                        .query(),
                SnapshotPlanRow::toRecord);
    }

    /** The schedules of all branches, first due first. */
    public List<SnapshotPlan> allPlans() {
        return Catalog.list(
                catalog.find(SnapshotPlanRow.class).orderBy("nextRun, id"),
                SnapshotPlanRow::toRecord);
    }

    /** From which snapshots branches have their content, also branches that are deleted. */
    public List<BranchRestore> allRestores() {
        return Catalog.list(
                catalog.find(BranchRestoreRow.class).orderBy("branchId"),
                BranchRestoreRow::toRecord);
    }

    /** From which snapshot a branch has its content; empty if from none. */
    public Optional<BranchRestore> restoreOf(String branchId) {
        return Catalog.one(
                catalog.find(BranchRestoreRow.class).where().idEq(branchId).query(),
                BranchRestoreRow::toRecord);
    }
}
