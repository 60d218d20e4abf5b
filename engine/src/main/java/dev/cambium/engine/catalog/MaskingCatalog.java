package dev.cambium.engine.catalog;

import dev.cambium.engine.catalog.entity.AnonymizedBranchRow;
import dev.cambium.engine.catalog.entity.MaskingKeyRow;
import dev.cambium.engine.catalog.entity.MaskingReportRow;
import dev.cambium.engine.catalog.entity.MaskingRulesRow;
import dev.cambium.engine.page.TimelineId;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the catalog knows of anonymizing. Thread-safe, as the {@link Catalog} it belongs to. */
public final class MaskingCatalog {

    private final Catalog catalog;

    MaskingCatalog(Catalog catalog) {
        this.catalog = catalog;
    }

    public Optional<MaskingKey> key(String projectId) {
        return Catalog.one(
                catalog.find(MaskingKeyRow.class).where().idEq(projectId).query(),
                MaskingKeyRow::toRecord);
    }

    /** The rules of a database that count; empty if there never were any. */
    public Optional<MaskingRuleSet> rules(String projectId, String database) {
        return versions(projectId).stream()
                .filter(rules -> rules.database().equals(database))
                .reduce((one, next) -> next);
    }

    /** All rules of a project: by database, then oldest first. */
    public List<MaskingRuleSet> versions(String projectId) {
        return Catalog.list(
                catalog.find(MaskingRulesRow.class)
                        .where()
                        .eq("projectId", projectId)
                        .orderBy("databaseName, version")
                        .query(),
                MaskingRulesRow::toRecord);
    }

    public Optional<AnonymizedBranch> branch(String branchId) {
        return Catalog.one(
                catalog.find(AnonymizedBranchRow.class).where().idEq(branchId).query(),
                AnonymizedBranchRow::toRecord);
    }

    /** All branches that hold anonymized data. */
    public List<AnonymizedBranch> branches() {
        return Catalog.list(
                catalog.find(AnonymizedBranchRow.class).orderBy("branchId"),
                AnonymizedBranchRow::toRecord);
    }

    /** Whether a timeline began with what a run masked: the one that it made, and forks of it. */
    public boolean hasReport(TimelineId timeline) {
        return Catalog.reading(
                () -> catalog.find(MaskingReportRow.class).where().idEq(timeline.value()).exists());
    }

    /** All timelines that began so. */
    public Set<TimelineId> timelines() {
        return Catalog.reading(
                () ->
                        catalog
                                .find(MaskingReportRow.class)
                                .select("timelineId")
                                .<String>findSingleAttributeList()
                                .stream()
                                .map(TimelineId::new)
                                .collect(Collectors.toUnmodifiableSet()));
    }

    /** What the run did whose rows a timeline began with, as JSON. */
    public Optional<String> report(TimelineId timeline) {
        return Catalog.one(
                catalog.find(MaskingReportRow.class).where().idEq(timeline.value()).query(),
                MaskingReportRow::report);
    }
}
