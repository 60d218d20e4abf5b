package dev.cambium.engine.catalog;

import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The list of everything that exists in a home folder, kept in one H2 file.
 *
 * <p>Reads give what the last finished commit left; inside a commit, on its thread, they see its
 * changes too. A commit is all or nothing, and when it returns it is on disk: a power cut after
 * that loses none of it. Thread-safe; commits wait for one another, reads wait for nobody.
 */
@SuppressWarnings("DoNotCallSuggester") // until the bodies arrive
public final class Catalog implements AutoCloseable {

    private Catalog() {}

    /**
     * Opens the catalog in a folder, made if there is none, and brings its tables up to date.
     *
     * @throws CatalogLockedException if it is open already, here or in another process
     * @throws CatalogVersionException if a version wrote it that this one cannot read
     * @throws CatalogDamagedException if its file cannot be read; it is left as it is
     */
    public static Catalog open(Path folder) {
        throw new UnsupportedOperationException(folder.toString());
    }

    /**
     * Makes a change, all or nothing, and syncs it to disk. If the action throws, nothing happens
     * and what it threw is thrown on. A commit inside a commit is refused.
     */
    public void commit(Consumer<Change> action) {
        throw new UnsupportedOperationException();
    }

    /** As {@link #commit(Consumer)}, with an answer. */
    public <T> T commitAndGet(Function<Change, T> action) {
        throw new UnsupportedOperationException();
    }

    /** All projects, oldest first. */
    public List<Project> projects() {
        throw new UnsupportedOperationException();
    }

    public Optional<Project> project(String id) {
        throw new UnsupportedOperationException();
    }

    public Optional<Project> projectByName(String name) {
        throw new UnsupportedOperationException();
    }

    /** The branches of a project in whatever state, oldest first. */
    public List<Branch> branches(String projectId) {
        throw new UnsupportedOperationException();
    }

    /** The branches of all projects, oldest first. */
    public List<Branch> allBranches() {
        throw new UnsupportedOperationException();
    }

    public Optional<Branch> branch(String id) {
        throw new UnsupportedOperationException();
    }

    public Optional<Branch> branchByName(String projectId, String name) {
        throw new UnsupportedOperationException();
    }

    public Optional<Branch> branchByEndpoint(String endpointId) {
        throw new UnsupportedOperationException();
    }

    /** The branches whose logical parent is this one, oldest first. */
    public List<Branch> children(String branchId) {
        throw new UnsupportedOperationException();
    }

    /** The tenures of a branch, in order. */
    public List<Tenure> tenures(String branchId) {
        throw new UnsupportedOperationException();
    }

    public Optional<Timeline> timeline(TimelineId id) {
        throw new UnsupportedOperationException();
    }

    /** All timelines in whatever state, oldest first. */
    public List<Timeline> timelines() {
        throw new UnsupportedOperationException();
    }

    /** The images of a timeline, by their end. */
    public List<Image> images(TimelineId timeline) {
        throw new UnsupportedOperationException();
    }

    public Optional<Image> image(SealId seal) {
        throw new UnsupportedOperationException();
    }

    /** The roles of a project, oldest first. */
    public List<Role> roles(String projectId) {
        throw new UnsupportedOperationException();
    }

    public Optional<Role> role(String projectId, String name) {
        throw new UnsupportedOperationException();
    }

    /** The databases last seen on a branch, by name. */
    public List<KnownDatabase> databases(String branchId) {
        throw new UnsupportedOperationException();
    }

    /**
     * The last operations of a project, newest first.
     *
     * @param limit at most so many, at least 1
     */
    public List<Operation> operations(String projectId, int limit) {
        throw new UnsupportedOperationException();
    }

    /** All operations whose outcome is not written, oldest first: at a start, the interrupted. */
    public List<Operation> runningOperations() {
        throw new UnsupportedOperationException();
    }

    public Optional<Operation> operation(UUID id) {
        throw new UnsupportedOperationException();
    }

    /** The ports of all branches. */
    public Set<Integer> usedPorts() {
        throw new UnsupportedOperationException();
    }

    /** Waits for a commit under way, closes the file and lets others open it. */
    @Override
    public void close() {}
}
