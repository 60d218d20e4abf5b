package dev.cambium.engine.catalog;

import dev.cambium.engine.catalog.entity.AnonymizedBranchRow;
import dev.cambium.engine.catalog.entity.MaskingKeyRow;
import dev.cambium.engine.catalog.entity.MaskingReportRow;
import dev.cambium.engine.catalog.entity.MaskingRulesRow;
import dev.cambium.engine.page.TimelineId;

/** Changes of what anonymizing needs, in the transaction of a {@link RowChange}. */
final class MaskingRowChange implements MaskingChange {

    private final RowChange rows;

    MaskingRowChange(RowChange rows) {
        this.rows = rows;
    }

    @Override
    public void put(MaskingKey key) {
        rows.put(
                rows.find(MaskingKeyRow.class).where().idEq(key.projectId()).query(),
                MaskingKeyRow::new,
                row -> row.take(key));
    }

    @Override
    public void put(MaskingRuleSet rules) {
        rows.put(
                rows.find(MaskingRulesRow.class).where().idEq(MaskingRulesRow.id(rules)).query(),
                MaskingRulesRow::new,
                row -> row.take(rules));
    }

    @Override
    public void put(AnonymizedBranch branch) {
        rows.put(
                rows.find(AnonymizedBranchRow.class).where().idEq(branch.branchId()).query(),
                AnonymizedBranchRow::new,
                row -> row.take(branch));
    }

    @Override
    public void putReport(TimelineId timeline, String report) {
        rows.put(
                rows.find(MaskingReportRow.class).where().idEq(timeline.value()).query(),
                MaskingReportRow::new,
                row -> row.take(timeline, report));
    }

    @Override
    public void passReport(TimelineId from, TimelineId to) {
        MaskingReportRow row =
                rows.find(MaskingReportRow.class).where().idEq(from.value()).findOne();
        if (row != null) {
            putReport(to, row.report());
        }
    }

    @Override
    public void removeBranch(String branchId) {
        rows.find(AnonymizedBranchRow.class).where().idEq(branchId).delete();
    }

    @Override
    public void removeReport(TimelineId timeline) {
        rows.find(MaskingReportRow.class).where().idEq(timeline.value()).delete();
    }

    @Override
    public void removeProject(String projectId) {
        rows.find(MaskingKeyRow.class).where().idEq(projectId).delete();
        rows.find(MaskingRulesRow.class).where().eq("projectId", projectId).delete();
    }
}
