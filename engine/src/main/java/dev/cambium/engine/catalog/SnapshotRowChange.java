package dev.cambium.engine.catalog;

import dev.cambium.engine.catalog.entity.BranchRestoreRow;
import dev.cambium.engine.catalog.entity.SnapshotPlanRow;
import dev.cambium.engine.catalog.entity.SnapshotRow;

import io.ebean.Query;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Changes of snapshots, row by row in the transaction of a {@link RowChange}. */
final class SnapshotRowChange implements SnapshotChange {

    private final RowChange rows;

    SnapshotRowChange(RowChange rows) {
        this.rows = rows;
    }

    @Override
    public void put(Snapshot snapshot) {
        refuseDuplicate(snapshot, "name", snapshot.name());
        String slug = snapshot.slug();
        if (slug != null) {
            refuseDuplicate(snapshot, "slug", slug);
        }
        rows.put(byId(snapshot.id()), SnapshotRow::new, row -> row.take(snapshot));
    }

    @Override
    public void delete(String snapshotId, UUID operation, Instant at) {
        rows.put(byId(snapshotId), SnapshotRow::new, row -> row.delete(operation, at));
    }

    @Override
    public void undelete(DeletedSnapshot deleted) {
        rows.put(byId(deleted.snapshot().id()), SnapshotRow::new, SnapshotRow::undelete);
        put(deleted.snapshot());
    }

    @Override
    public void remove(String snapshotId) {
        byId(snapshotId).delete();
    }

    @Override
    public void replacePlans(String branchId, List<SnapshotPlan> plans) {
        plansOf(branchId).delete();
        plans.forEach(plan -> rows.put(planned(plan), SnapshotPlanRow::new, row -> row.take(plan)));
    }

    @Override
    public void reschedule(SnapshotPlan plan) {
        if (planned(plan).exists()) {
            rows.put(planned(plan), SnapshotPlanRow::new, row -> row.take(plan));
        }
    }

    @Override
    public void put(BranchRestore restore) {
        rows.put(restoreOf(restore.branchId()), BranchRestoreRow::new, row -> row.take(restore));
    }

    @Override
    public void removeRestore(String branchId) {
        restoreOf(branchId).delete();
    }

    private void refuseDuplicate(Snapshot snapshot, String column, String value) {
        if (rows.find(SnapshotRow.class)
                .where()
                .eq("projectId", snapshot.projectId())
                .eq(column, value)
                .eq("deletedId", "")
                .ne("id", snapshot.id())
                .exists()) {
            throw new DuplicateNameException(
                    "There is already a snapshot with the %s '%s' in this project. Choose another one."
                            .formatted(column, value));
        }
    }

    private Query<SnapshotRow> byId(String id) {
        return rows.find(SnapshotRow.class).where().idEq(id).query();
    }

    private Query<SnapshotPlanRow> plansOf(String branchId) {
        return rows.find(SnapshotPlanRow.class).where().eq("branchId", branchId).query();
    }

    private Query<SnapshotPlanRow> planned(SnapshotPlan plan) {
        return plansOf(plan.branchId()).where().eq("ordinal", plan.ordinal()).query();
    }

    private Query<BranchRestoreRow> restoreOf(String branchId) {
        return rows.find(BranchRestoreRow.class).where().idEq(branchId).query();
    }
}
