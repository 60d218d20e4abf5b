package dev.cambium.engine.catalog;

import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a commit may do to the catalog. Valid only inside {@link
 * Catalog#commit(java.util.function.Consumer)}, on its thread; all of it happens or none.
 *
 * <p>{@code put} adds what is new and replaces what has the same key. {@code remove} of what does
 * not exist does nothing. What refers to something must come after it: a branch after its project,
 * a tenure after its branch.
 */
public interface Change {

    /**
     * Adds or replaces a project.
     *
     * @throws DuplicateNameException if another project has the name
     */
    void put(Project project);

    /**
     * Adds or replaces a branch, all but its current timeline, which follows its tenures.
     *
     * @throws DuplicateNameException if another branch of the project has the name
     * @throws DuplicatePortException if another branch, or a read-only endpoint, has the port
     */
    void put(Branch branch);

    /** Adds or replaces a tenure as it is; {@link #appendTenure} is the usual way. */
    void put(Tenure tenure);

    void put(Timeline timeline);

    /** Adds or replaces what a seal is to a timeline; the timeline must be known. */
    void put(Image image);

    /** Adds or replaces a role of a branch that is there. */
    void put(Role role);

    void put(EndpointSettings settings);

    /**
     * Adds or replaces a read-only endpoint of a branch that is there.
     *
     * @throws DuplicatePortException if a branch or another endpoint has the port
     */
    void put(ReadOnlyEndpoint endpoint);

    /** Keeps something for the engine itself. */
    void putEngineSetting(String name, String value);

    void put(KnownDatabase database);

    void put(Operation operation);

    /** Adds what can be undone; of one that is there only {@link UndoStep#undoneAt} is replaced. */
    void put(UndoStep step);

    /**
     * Adds or replaces a bookmark.
     *
     * @throws DuplicateNameException if another bookmark of the branch has the name
     */
    void put(Bookmark bookmark);

    /** Adds or replaces where a branch's schema came from; the branch must be there. */
    void put(SchemaSource source);

    /** Adds or replaces the words put to a branch; the branch must be there. */
    void put(BranchAnnotation annotation);

    /** Adds or replaces a key of the API. */
    void put(ApiKeyDigest key);

    void removeApiKey(long id);

    /** Adds or replaces when a branch is filled anew. */
    void put(NightlyRefresh refresh);

    void removeNightlyRefresh(String branchId);

    /** What may be done to snapshots. */
    SnapshotChange snapshots();

    /** What may be done to what anonymizing needs. */
    MaskingChange masking();

    /** What may be done to usage. */
    UsageChange usage();

    /**
     * Gives a branch another name.
     *
     * @throws DuplicateNameException if another branch of the project has the name
     * @throws CatalogException if there is no such branch
     */
    void renameBranch(String branchId, String name, Instant at);

    /**
     * Puts a branch on a timeline from a moment on: ends the tenure that goes on, if there is one,
     * and adds the next. The branch's current timeline becomes this one.
     *
     * @throws CatalogException if there is no such branch
     */
    Tenure appendTenure(String branchId, TimelineId timeline, Instant from);

    /** Ends the tenure that goes on, if there is one; the current timeline stays the last. */
    void closeTenure(String branchId, Instant at);

    /** Replaces the databases known on a branch. Each must name that branch. */
    void replaceDatabases(String branchId, List<KnownDatabase> databases);

    /** Puts a project into the trash: it keeps its row, and frees its name. */
    void deleteProject(String projectId, UUID operation, Instant at);

    /**
     * Takes a project back out of the trash.
     *
     * @throws DuplicateNameException if another one has its name by now
     */
    void undeleteProject(Project project);

    /**
     * Removes a project and its roles. Its branches must be gone; timelines and operations stay.
     *
     * @throws CatalogException if it still has branches
     */
    void removeProject(String projectId);

    /**
     * Removes a branch, its tenures, bookmarks, snapshot schedule, known databases and read-only
     * endpoints. Timelines, snapshots and operations stay.
     */
    void removeBranch(String branchId);

    /** Forgets what can be undone. */
    void removeUndoStep(UUID id);

    /** Removes a timeline and its images. */
    void removeTimeline(TimelineId timeline);

    /** A timeline can no longer be opened from a seal; other timelines still may. */
    void removeImage(TimelineId timeline, SealId seal);

    /** As {@link #removeImage} for all images of a timeline, which itself stays. */
    void removeImages(TimelineId timeline);

    void removeTenure(String branchId, int ordinal);

    void removeRole(String branchId, String name);

    void removeDatabase(String branchId, long oid);

    /** Removes a read-only endpoint and what is set for it. */
    void removeReadOnlyEndpoint(String id);

    void removeOperation(UUID id);

    void removeBookmark(String id);

    /** Forgets operations that ended and were last changed before a moment; running ones stay. */
    void removeOperationsBefore(Instant moment);
}
