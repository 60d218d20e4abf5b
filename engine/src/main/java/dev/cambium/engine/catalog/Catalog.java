package dev.cambium.engine.catalog;

import dev.cambium.engine.catalog.entity.ApiKeyRow;
import dev.cambium.engine.catalog.entity.BookmarkRow;
import dev.cambium.engine.catalog.entity.BranchAnnotationRow;
import dev.cambium.engine.catalog.entity.BranchRow;
import dev.cambium.engine.catalog.entity.EngineSettingRow;
import dev.cambium.engine.catalog.entity.ImageRow;
import dev.cambium.engine.catalog.entity.KnownDatabaseRow;
import dev.cambium.engine.catalog.entity.NightlyRefreshRow;
import dev.cambium.engine.catalog.entity.ProjectRow;
import dev.cambium.engine.catalog.entity.ReadOnlyEndpointRow;
import dev.cambium.engine.catalog.entity.RoleRow;
import dev.cambium.engine.catalog.entity.SchemaSourceRow;
import dev.cambium.engine.catalog.entity.TenureRow;
import dev.cambium.engine.catalog.entity.TimelineRow;
import dev.cambium.engine.page.Invariant;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;

import io.ebean.Database;
import io.ebean.ExpressionList;
import io.ebean.Query;
import io.ebean.Transaction;

import jakarta.persistence.PersistenceException;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The list of everything that exists in a home folder, kept in one H2 file.
 *
 * <p>Reads give what the last finished commit left; inside a commit, on its thread, they see its
 * changes too. A commit is all or nothing, and when it returns it is on disk: a power cut after
 * that loses none of it. Thread-safe; commits wait for one another, reads wait for nobody.
 */
public final class Catalog implements AutoCloseable {

    private final CatalogFile file;
    private final Database database;
    private final SnapshotCatalog snapshots = new SnapshotCatalog(this);
    private final ReentrantLock commits = new ReentrantLock();
    private final AtomicLong changes = new AtomicLong();
    private volatile boolean closed;

    private Catalog(CatalogFile file) {
        this.file = file;
        this.database = file.database();
    }

    /**
     * Opens the catalog in a folder, made if there is none, and brings its tables up to date.
     *
     * @throws CatalogLockedException if it is open already, here or in another process
     * @throws CatalogVersionException if a version wrote it that this one cannot read
     * @throws CatalogDamagedException if its file cannot be read; it is left as it is
     */
    public static Catalog open(Path folder) {
        return open(folder, CatalogFile.REWRITE_BYTES);
    }

    static Catalog open(Path folder, long rewriteBytes) {
        return new Catalog(CatalogFile.open(folder, rewriteBytes));
    }

    /**
     * Makes a change, all or nothing, and syncs it to disk. If the action throws, nothing happens
     * and what it threw is thrown on. A commit inside a commit is refused.
     */
    public void commit(Consumer<Change> action) {
        Boolean _ =
                commitAndGet(
                        change -> {
                            action.accept(change);
                            return true;
                        });
    }

    /** As {@link #commit(Consumer)}, with an answer. */
    public <T> T commitAndGet(Function<Change, T> action) {
        Invariant.check(!commits.isHeldByCurrentThread(), "a commit inside a commit");
        commits.lock();
        try {
            refuseIfClosed();
            file.requireRoom();
            T answer;
            try (Transaction transaction = database.beginTransaction()) {
                answer = action.apply(new RowChange(database, transaction));
                transaction.commit();
            }
            file.sync();
            return answer;
        } catch (PersistenceException | SQLException e) {
            throw new CatalogException(
                    "The catalog could not be written: %s. Free some space on its disk and try again."
                            .formatted(e.getMessage()),
                    e);
        } finally {
            changes.incrementAndGet();
            commits.unlock();
        }
    }

    /** Another number after each commit: what was read at the same number is still so. */
    public long changes() {
        return changes.get();
    }

    /** All projects but deleted ones, oldest first. */
    public List<Project> projects() {
        return list(
                find(ProjectRow.class).where().eq("deletedId", "").orderBy("createdAt, id").query(),
                ProjectRow::toRecord);
    }

    /** One that is not deleted. */
    public Optional<Project> project(String id) {
        return one(
                find(ProjectRow.class).where().idEq(id).eq("deletedId", "").query(),
                ProjectRow::toRecord);
    }

    /** One that is not deleted. */
    public Optional<Project> projectByName(String name) {
        return one(
                find(ProjectRow.class).where().eq("name", name).eq("deletedId", "").query(),
                ProjectRow::toRecord);
    }

    /** The projects in the trash, that deleted last first. */
    public List<DeletedProject> deletedProjects() {
        return list(
                find(ProjectRow.class)
                        .where()
                        .ne("deletedId", "")
                        .orderBy("deletedAt desc, id")
                        .query(),
                ProjectRow::toDeleted);
    }

    /** The branches of a project in whatever state but deleted, oldest first. */
    public List<Branch> branches(String projectId) {
        return list(
                find(BranchRow.class)
                        .where()
                        .eq("projectId", projectId)
                        .ne("state", BranchState.DELETED)
                        .orderBy("createdAt, id")
                        .query(),
                BranchRow::toRecord);
    }

    /** Those of them whose name or id contains a text, oldest first. */
    public List<Branch> branchesWith(String projectId, String part) {
        return list(
                living().eq("projectId", projectId)
                        .or()
                        .icontains("name", part)
                        .icontains("id", part)
                        .endOr()
                        .orderBy("createdAt, id")
                        .query(),
                BranchRow::toRecord);
    }

    /** The branches of all projects in whatever state but deleted, oldest first. */
    public List<Branch> allBranches() {
        return list(living().orderBy("createdAt, id").query(), BranchRow::toRecord);
    }

    /** One that is not deleted. */
    public Optional<Branch> branch(String id) {
        return one(living().idEq(id).query(), BranchRow::toRecord);
    }

    /** One that is not deleted. */
    public Optional<Branch> branchByName(String projectId, String name) {
        return one(
                living().eq("projectId", projectId).eq("name", name).query(), BranchRow::toRecord);
    }

    public Optional<Branch> defaultBranch(String projectId) {
        return one(
                living().eq("projectId", projectId).eq("defaultBranch", true).query(),
                BranchRow::toRecord);
    }

    /** One that is not deleted. */
    public Optional<Branch> branchByEndpoint(String endpointId) {
        return one(living().eq("endpointId", endpointId).query(), BranchRow::toRecord);
    }

    /** The branches in the trash, that deleted last first. */
    public List<Branch> deletedBranches(String projectId) {
        return list(
                find(BranchRow.class)
                        .where()
                        .eq("projectId", projectId)
                        .eq("state", BranchState.DELETED)
                        .orderBy("deletedAt desc, id")
                        .query(),
                BranchRow::toRecord);
    }

    /** One that is in the trash. */
    public Optional<Branch> deletedBranch(String id) {
        return one(
                find(BranchRow.class).where().idEq(id).eq("state", BranchState.DELETED).query(),
                BranchRow::toRecord);
    }

    /** The living branches whose logical parent is this one, oldest first. */
    public List<Branch> children(String branchId) {
        return list(
                living().eq("parentId", branchId).orderBy("createdAt, id").query(),
                BranchRow::toRecord);
    }

    /** The tenures of a branch, in order. */
    public List<Tenure> tenures(String branchId) {
        return list(
                find(TenureRow.class).where().eq("branchId", branchId).orderBy("ordinal").query(),
                TenureRow::toRecord);
    }

    /** The tenures of whatever branches on a timeline. */
    public List<Tenure> tenures(TimelineId timeline) {
        return list(
                find(TenureRow.class).where().eq("timelineId", timeline.value()).query(),
                TenureRow::toRecord);
    }

    /** The tenures of all branches, those of each in order. */
    public List<Tenure> tenures() {
        return list(find(TenureRow.class).orderBy("branchId, ordinal"), TenureRow::toRecord);
    }

    public Optional<Timeline> timeline(TimelineId id) {
        return one(find(TimelineRow.class).where().idEq(id.value()).query(), TimelineRow::toRecord);
    }

    /** All timelines in whatever state, oldest first. */
    public List<Timeline> timelines() {
        return list(find(TimelineRow.class).orderBy("createdAt, id"), TimelineRow::toRecord);
    }

    /** The images of a timeline, by their end. */
    public List<Image> images(TimelineId timeline) {
        List<Image> images =
                list(
                        find(ImageRow.class)
                                .where()
                                .eq("timelineId", timeline.value())
                                .orderBy("createdAt, sealId")
                                .query(),
                        ImageRow::toRecord);
        // LSNs are unsigned, which SQL's bigint is not.
        return images.stream().sorted(Comparator.comparing(Image::end)).toList();
    }

    /** The images of all timelines, by their end. */
    public List<Image> images() {
        return list(find(ImageRow.class).orderBy("createdAt, sealId"), ImageRow::toRecord).stream()
                .sorted(Comparator.comparing(Image::end))
                .toList();
    }

    /** Of how many timelines a seal is an image: that which was sealed, and children of it. */
    public int imageCount(SealId seal) {
        return reading(() -> find(ImageRow.class).where().eq("sealId", seal.value()).findCount());
    }

    /** The roles of a branch, oldest first. */
    public List<Role> rolesOf(String branchId) {
        return list(
                find(RoleRow.class)
                        .where()
                        .eq("branchId", branchId)
                        .orderBy("createdAt, id")
                        .query(),
                RoleRow::toRecord);
    }

    public Optional<Role> roleOf(String branchId, String name) {
        return one(
                find(RoleRow.class).where().eq("branchId", branchId).eq("name", name).query(),
                RoleRow::toRecord);
    }

    /** What an engine keeps for itself under a name. */
    public Optional<String> engineSetting(String name) {
        return one(
                find(EngineSettingRow.class).where().idEq(name).query(), EngineSettingRow::content);
    }

    /** The databases last seen on a branch, by name. */
    public List<KnownDatabase> databases(String branchId) {
        return list(
                find(KnownDatabaseRow.class)
                        .where()
                        .eq("branchId", branchId)
                        .orderBy("name")
                        .query(),
                KnownDatabaseRow::toRecord);
    }

    /** The bookmarks of a branch, by their moments. */
    public List<Bookmark> bookmarks(String branchId) {
        return list(
                find(BookmarkRow.class)
                        .where()
                        .eq("branchId", branchId)
                        .orderBy("momentAt, id")
                        .query(),
                BookmarkRow::toRecord);
    }

    /** Where the schema of a branch without rows came from; empty for any other branch. */
    public Optional<SchemaSource> schemaSource(String branchId) {
        return one(
                find(SchemaSourceRow.class).where().idEq(branchId).query(),
                SchemaSourceRow::toRecord);
    }

    /** Where the schemas of all branches without rows came from. */
    public List<SchemaSource> schemaSources() {
        return list(find(SchemaSourceRow.class).orderBy("branchId"), SchemaSourceRow::toRecord);
    }

    /** The words put to some branches; of a branch without any there is none. */
    public List<BranchAnnotation> annotations(Collection<String> branchIds) {
        return list(
                find(BranchAnnotationRow.class).where().idIn(branchIds).query(),
                BranchAnnotationRow::toRecord);
    }

    /** Snapshots, their schedules, and what was restored from them. */
    public SnapshotCatalog snapshots() {
        return snapshots;
    }

    /** What is known of anonymizing. */
    public MaskingCatalog masking() {
        return new MaskingCatalog(this);
    }

    /** The keys of the API beside that of the home, oldest first. */
    public List<ApiKeyDigest> apiKeys() {
        return list(find(ApiKeyRow.class).orderBy("id"), ApiKeyRow::toRecord);
    }

    /** The branches that are filled anew every night. */
    public List<NightlyRefresh> nightlyRefreshes() {
        return list(
                find(NightlyRefreshRow.class).orderBy("nextRun, branchId"),
                NightlyRefreshRow::toRecord);
    }

    /** What is known of usage. */
    public UsageCatalog usage() {
        return new UsageCatalog(this);
    }

    /** What is known of operations. */
    public OperationCatalog operations() {
        return new OperationCatalog(this);
    }

    /** What is set for endpoints, and which are read-only. */
    public EndpointCatalog endpoints() {
        return new EndpointCatalog(this);
    }

    /** What was done and can perhaps be undone. */
    public UndoCatalog undo() {
        return new UndoCatalog(this);
    }

    /** The ports of all branches, also of deleted ones, and of their read-only endpoints. */
    public Set<Integer> usedPorts() {
        return reading(
                () ->
                        Stream.<Query<?>>of(find(BranchRow.class), find(ReadOnlyEndpointRow.class))
                                .map(query -> query.select("port"))
                                .flatMap(query -> query.<Integer>findSingleAttributeList().stream())
                                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Waits for a commit under way, closes the file and lets others open it. */
    @Override
    public void close() {
        Invariant.check(!commits.isHeldByCurrentThread(), "the catalog is closed inside a commit");
        commits.lock();
        try {
            if (!closed) {
                closed = true;
                file.close();
            }
        } finally {
            commits.unlock();
        }
    }

    private ExpressionList<BranchRow> living() {
        return find(BranchRow.class).where().ne("state", BranchState.DELETED);
    }

    <R> Query<R> find(Class<R> type) {
        refuseIfClosed();
        return database.find(type);
    }

    static <R, V> List<V> list(Query<R> query, Function<R, V> toRecord) {
        return reading(() -> query.findList().stream().map(toRecord).toList());
    }

    static <R, V> Optional<V> one(Query<R> query, Function<R, V> toRecord) {
        return reading(() -> query.findOneOrEmpty().map(toRecord));
    }

    static <T> T reading(Supplier<T> query) {
        try {
            return query.get();
        } catch (PersistenceException e) {
            throw new CatalogException(
                    "The catalog could not be read: %s. Restart the engine; if it stays, put back a copy of the catalog."
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new CatalogException("The catalog is closed: the engine is stopping.");
        }
    }
}
