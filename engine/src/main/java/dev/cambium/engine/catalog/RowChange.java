package dev.cambium.engine.catalog;

import dev.cambium.engine.catalog.entity.ApiKeyRow;
import dev.cambium.engine.catalog.entity.BookmarkRow;
import dev.cambium.engine.catalog.entity.BranchAnnotationRow;
import dev.cambium.engine.catalog.entity.BranchRow;
import dev.cambium.engine.catalog.entity.EndpointSettingsRow;
import dev.cambium.engine.catalog.entity.EngineSettingRow;
import dev.cambium.engine.catalog.entity.ImageRow;
import dev.cambium.engine.catalog.entity.KnownDatabaseRow;
import dev.cambium.engine.catalog.entity.NightlyRefreshRow;
import dev.cambium.engine.catalog.entity.OperationRow;
import dev.cambium.engine.catalog.entity.ProjectRow;
import dev.cambium.engine.catalog.entity.ReadOnlyEndpointRow;
import dev.cambium.engine.catalog.entity.RoleRow;
import dev.cambium.engine.catalog.entity.SchemaSourceRow;
import dev.cambium.engine.catalog.entity.TenureRow;
import dev.cambium.engine.catalog.entity.TimelineRow;
import dev.cambium.engine.catalog.entity.UndoBranchRow;
import dev.cambium.engine.catalog.entity.UndoStepRow;
import dev.cambium.engine.page.Invariant;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;

import io.ebean.Database;
import io.ebean.Query;
import io.ebean.Transaction;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A change carried out row by row in one transaction of the database. */
final class RowChange implements Change {

    private final Database database;
    private final Transaction transaction;
    private final long threadId = Thread.currentThread().threadId();
    private final Clashes clashes = new Clashes(this);

    RowChange(Database database, Transaction transaction) {
        this.database = database;
        this.transaction = transaction;
    }

    @Override
    public void put(Project project) {
        clashes.refuseName(project);
        put(projectById(project.id()), ProjectRow::new, row -> row.take(project));
    }

    @Override
    public void deleteProject(String projectId, UUID operation, Instant at) {
        put(projectById(projectId), ProjectRow::new, row -> row.delete(operation, at));
    }

    @Override
    public void undeleteProject(Project project) {
        clashes.refuseName(project);
        put(projectById(project.id()), ProjectRow::new, ProjectRow::undelete);
    }

    @Override
    public void put(Branch branch) {
        BranchRow known = find(BranchRow.class).where().idEq(branch.id()).findOne();
        clashes.refuse(branch, known == null ? null : known.toRecord());
        write(known, BranchRow::new, row -> row.take(branch));
    }

    @Override
    public void put(Tenure tenure) {
        BranchRow branch = existing(tenure.branchId());
        put(
                tenuresOf(tenure.branchId()).where().eq("ordinal", tenure.ordinal()).query(),
                TenureRow::new,
                row -> row.take(tenure));
        followTenures(branch);
    }

    @Override
    public void put(Timeline timeline) {
        put(
                find(TimelineRow.class).where().idEq(timeline.id().value()).query(),
                TimelineRow::new,
                row -> row.take(timeline));
    }

    @Override
    public void put(Image image) {
        put(imageOf(image.timeline(), image.seal()), ImageRow::new, row -> row.take(image));
    }

    @Override
    public void put(Role role) {
        put(roleNamed(role.branchId(), role.name()), RoleRow::new, row -> row.take(role));
    }

    @Override
    public void put(EndpointSettings settings) {
        put(
                find(EndpointSettingsRow.class).where().idEq(settings.ownerId()).query(),
                EndpointSettingsRow::new,
                row -> row.take(settings));
    }

    @Override
    public void put(ReadOnlyEndpoint endpoint) {
        clashes.refusePort(endpoint.id(), endpoint.port());
        put(
                find(ReadOnlyEndpointRow.class).where().idEq(endpoint.id()).query(),
                ReadOnlyEndpointRow::new,
                row -> row.take(endpoint));
    }

    @Override
    public void putEngineSetting(String name, String value) {
        put(
                find(EngineSettingRow.class).where().idEq(name).query(),
                EngineSettingRow::new,
                row -> row.take(name, value));
    }

    @Override
    public void put(KnownDatabase known) {
        put(
                databaseNumbered(known.branchId(), known.oid()),
                KnownDatabaseRow::new,
                row -> row.take(known));
    }

    @Override
    public void put(Operation operation) {
        put(
                find(OperationRow.class).where().idEq(operation.id()).query(),
                OperationRow::new,
                row -> row.take(operation));
    }

    @Override
    public void put(UndoStep step) {
        UndoStepRow known = find(UndoStepRow.class).where().idEq(step.id()).findOne();
        write(known, UndoStepRow::new, row -> row.take(step));
        if (known == null) {
            for (UndoStep.Touched branch : step.branches()) {
                UndoBranchRow row = new UndoBranchRow();
                row.take(step.id(), branch);
                database.insert(row, transaction);
            }
        }
    }

    @Override
    public void removeUndoStep(UUID id) {
        find(UndoBranchRow.class).where().eq("stepId", id).delete();
        find(UndoStepRow.class).where().idEq(id).delete();
    }

    @Override
    public void put(Bookmark bookmark) {
        clashes.refuseName(bookmark);
        put(
                find(BookmarkRow.class).where().idEq(bookmark.id()).query(),
                BookmarkRow::new,
                row -> row.take(bookmark));
    }

    @Override
    public void put(SchemaSource source) {
        put(
                find(SchemaSourceRow.class).where().idEq(source.branchId()).query(),
                SchemaSourceRow::new,
                row -> row.take(source));
    }

    @Override
    public void put(BranchAnnotation annotation) {
        put(
                find(BranchAnnotationRow.class).where().idEq(annotation.branchId()).query(),
                BranchAnnotationRow::new,
                row -> row.take(annotation));
    }

    @Override
    public void put(ApiKeyDigest key) {
        put(
                find(ApiKeyRow.class).where().idEq(key.id()).query(),
                ApiKeyRow::new,
                row -> row.take(key));
    }

    @Override
    public void removeApiKey(long id) {
        find(ApiKeyRow.class).where().idEq(id).delete();
    }

    @Override
    public void put(NightlyRefresh refresh) {
        put(
                find(NightlyRefreshRow.class).where().idEq(refresh.branchId()).query(),
                NightlyRefreshRow::new,
                row -> row.take(refresh));
    }

    @Override
    public void removeNightlyRefresh(String branchId) {
        find(NightlyRefreshRow.class).where().idEq(branchId).delete();
    }

    @Override
    public SnapshotChange snapshots() {
        return new SnapshotRowChange(this);
    }

    @Override
    public MaskingChange masking() {
        return new MaskingRowChange(this);
    }

    @Override
    public UsageChange usage() {
        return new UsageRowChange(this);
    }

    @Override
    public void renameBranch(String branchId, String name, Instant at) {
        BranchRow branch = existing(branchId);
        clashes.refuseName(branchId, branch.projectId(), name);
        branch.rename(name, at);
        database.update(branch, transaction);
    }

    @Override
    public Tenure appendTenure(String branchId, TimelineId timeline, Instant from) {
        BranchRow branch = existing(branchId);
        TenureRow last = lastTenure(branchId);
        close(last, from);
        int ordinal = last == null ? 0 : last.toRecord().ordinal() + 1;
        Tenure tenure = new Tenure(branchId, ordinal, timeline, from, null);
        TenureRow row = new TenureRow();
        row.take(tenure);
        database.insert(row, transaction);
        branch.standOn(timeline);
        database.update(branch, transaction);
        return tenure;
    }

    @Override
    public void closeTenure(String branchId, Instant at) {
        close(lastTenure(branchId), at);
    }

    private void close(@Nullable TenureRow row, Instant at) {
        if (row != null && row.toRecord().to() == null) {
            Tenure open = row.toRecord();
            row.take(new Tenure(open.branchId(), open.ordinal(), open.timeline(), open.from(), at));
            database.update(row, transaction);
        }
    }

    @Override
    public void replaceDatabases(String branchId, List<KnownDatabase> databases) {
        databasesOf(branchId).delete();
        for (KnownDatabase known : databases) {
            Invariant.check(
                    known.branchId().equals(branchId),
                    "database %s is of branch %s, not %s",
                    known.name(),
                    known.branchId(),
                    branchId);
            put(known);
        }
    }

    @Override
    public void removeProject(String projectId) {
        int branches = find(BranchRow.class).where().eq("projectId", projectId).findCount();
        if (branches > 0) {
            throw new CatalogException(
                    "Project %s still has %d branches; remove those first."
                            .formatted(projectId, branches));
        }
        find(EndpointSettingsRow.class).where().idEq(projectId).delete();
        masking().removeProject(projectId);
        find(ProjectRow.class).where().idEq(projectId).delete();
    }

    @Override
    public void removeBranch(String branchId) {
        databasesOf(branchId).delete();
        find(RoleRow.class).where().eq("branchId", branchId).delete();
        find(EndpointSettingsRow.class).where().idEq(branchId).delete();
        tenuresOf(branchId).delete();
        find(BookmarkRow.class).where().eq("branchId", branchId).delete();
        find(SchemaSourceRow.class).where().idEq(branchId).delete();
        find(BranchAnnotationRow.class).where().idEq(branchId).delete();
        snapshots().replacePlans(branchId, List.of());
        snapshots().removeRestore(branchId);
        masking().removeBranch(branchId);
        removeNightlyRefresh(branchId);
        find(ReadOnlyEndpointRow.class)
                .where()
                .eq("branchId", branchId)
                .findList()
                .forEach(row -> removeReadOnlyEndpoint(row.id()));
        find(BranchRow.class).where().idEq(branchId).delete();
    }

    @Override
    public void removeTimeline(TimelineId timeline) {
        removeImages(timeline);
        masking().removeReport(timeline);
        find(TimelineRow.class).where().idEq(timeline.value()).delete();
    }

    @Override
    public void removeImage(TimelineId timeline, SealId seal) {
        imageOf(timeline, seal).delete();
    }

    @Override
    public void removeImages(TimelineId timeline) {
        find(ImageRow.class).where().eq("timelineId", timeline.value()).delete();
    }

    @Override
    public void removeTenure(String branchId, int ordinal) {
        tenuresOf(branchId).where().eq("ordinal", ordinal).delete();
        BranchRow branch = find(BranchRow.class).where().idEq(branchId).findOne();
        if (branch != null) {
            followTenures(branch);
        }
    }

    @Override
    public void removeRole(String branchId, String name) {
        roleNamed(branchId, name).delete();
    }

    @Override
    public void removeDatabase(String branchId, long oid) {
        databaseNumbered(branchId, oid).delete();
    }

    @Override
    public void removeReadOnlyEndpoint(String id) {
        find(EndpointSettingsRow.class).where().idEq(id).delete();
        find(ReadOnlyEndpointRow.class).where().idEq(id).delete();
    }

    @Override
    public void removeOperation(UUID id) {
        find(OperationRow.class).where().idEq(id).delete();
    }

    @Override
    public void removeBookmark(String id) {
        find(BookmarkRow.class).where().idEq(id).delete();
    }

    @Override
    public void removeOperationsBefore(Instant moment) {
        find(OperationRow.class)
                .where()
                .ne("state", OperationState.RUNNING)
                .lt("updatedAt", moment)
                .delete();
    }

    <R> void put(Query<R> query, Supplier<R> make, Consumer<R> fill) {
        write(query.findOne(), make, fill);
    }

    private <R> void write(@Nullable R found, Supplier<R> make, Consumer<R> fill) {
        R row = found == null ? make.get() : found;
        fill.accept(row);
        if (found == null) {
            database.insert(row, transaction);
        } else {
            database.update(row, transaction);
        }
    }

    private BranchRow existing(String branchId) {
        BranchRow row = find(BranchRow.class).where().idEq(branchId).findOne();
        if (row == null) {
            throw new CatalogException(
                    "There is no branch %s; it may have been deleted meanwhile."
                            .formatted(branchId));
        }
        return row;
    }

    private void followTenures(BranchRow branch) {
        TenureRow last = lastTenure(branch.id());
        branch.standOn(last == null ? null : last.toRecord().timeline());
        database.update(branch, transaction);
    }

    private @Nullable TenureRow lastTenure(String branchId) {
        return tenuresOf(branchId).orderBy().desc("ordinal").setMaxRows(1).findOne();
    }

    private Query<ProjectRow> projectById(String id) {
        return find(ProjectRow.class).where().idEq(id).query();
    }

    private Query<TenureRow> tenuresOf(String branchId) {
        return find(TenureRow.class).where().eq("branchId", branchId).query();
    }

    private Query<KnownDatabaseRow> databasesOf(String branchId) {
        return find(KnownDatabaseRow.class).where().eq("branchId", branchId).query();
    }

    private Query<KnownDatabaseRow> databaseNumbered(String branchId, long oid) {
        return databasesOf(branchId).where().eq("oid", oid).query();
    }

    private Query<ImageRow> imageOf(TimelineId timeline, SealId seal) {
        return find(ImageRow.class)
                .where()
                .eq("timelineId", timeline.value())
                .eq("sealId", seal.value())
                .query();
    }

    private Query<RoleRow> roleNamed(String branchId, String name) {
        return find(RoleRow.class).where().eq("branchId", branchId).eq("name", name).query();
    }

    <R> Query<R> find(Class<R> type) {
        Invariant.check(
                Thread.currentThread().threadId() == threadId && transaction.isActive(),
                "a change is used outside its commit");
        return database.find(type).usingTransaction(transaction);
    }
}
