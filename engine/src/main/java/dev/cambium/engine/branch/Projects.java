package dev.cambium.engine.branch;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.creation.CreateProject;
import dev.cambium.engine.branch.creation.ProjectSetup;
import dev.cambium.engine.branch.creation.Template;
import dev.cambium.engine.branch.endpoint.Doors;
import dev.cambium.engine.branch.life.DeleteProject;
import dev.cambium.engine.branch.life.Undo;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Happening;
import dev.cambium.engine.branch.operation.Lookup;
import dev.cambium.engine.branch.operation.Names;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.DeletedProject;
import dev.cambium.engine.catalog.KnownDatabase;
import dev.cambium.engine.catalog.Project;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The projects, and what is done to them as a whole. Thread-safe. */
public final class Projects {

    private final EngineParts parts;
    private final Catalog catalog;
    private final Lookup lookup;
    private final Template template;
    private final CreateProject createProject;
    private final DeleteProject deleteProject;
    private final Undo undo;
    private final Computes computes;
    private final Doors doors;

    Projects(
            EngineParts parts,
            Template template,
            CreateProject createProject,
            DeleteProject deleteProject,
            Undo undo,
            Computes computes,
            Doors doors) {
        this.parts = parts;
        this.catalog = parts.catalog();
        this.lookup = new Lookup(catalog);
        this.template = template;
        this.createProject = createProject;
        this.deleteProject = deleteProject;
        this.undo = undo;
        this.computes = computes;
        this.doors = doors;
    }

    public List<Project> all() {
        return catalog.projects();
    }

    /** Makes what new projects are opened from, if there is none, so that nobody waits for it. */
    public void prepare() {
        template.prepare();
    }

    /** No project can be created any more. */
    void close() {
        template.close();
    }

    /**
     * Creates a project. Its default branch starts: who connects waits for it
     * (docs/decisions/0054).
     */
    public Project create(ProjectSetup setup) {
        Project project = createProject.run(setup);
        Branch branch = lookup.defaultBranch(project.id());
        doors.open(branch);
        computes.startSoon(branch);
        return project;
    }

    /** Changes what is given; null leaves it. */
    public Project update(
            String projectId,
            @Nullable String name,
            @Nullable Long historyRetentionSeconds,
            @Nullable Long historyMaxBytes) {
        Project project = lookup.project(projectId);
        Project updated =
                project.changed(
                        name == null ? project.name() : Names.checked("project", name),
                        historyRetentionSeconds == null
                                ? project.historyRetentionSeconds()
                                : historyRetentionSeconds,
                        historyMaxBytes == null ? project.historyMaxBytes() : historyMaxBytes,
                        parts.clock().instant());
        catalog.commit(change -> change.put(updated));
        return updated;
    }

    /** Those in the trash, that deleted last first. */
    public List<DeletedProject> deleted() {
        return catalog.deletedProjects();
    }

    /**
     * Takes a project back out of the trash, with the branches and snapshots it had. They sleep.
     *
     * @param project by id, or by the name it had
     */
    public Project recover(String project) {
        DeletedProject deleted = lookup.deletedProject(project);
        undo.run(deleted.project(), deleted.deletedBy().toString());
        return lookup.project(deleted.project().id());
    }

    /** Puts a project with all its branches and snapshots into the trash. */
    public Project delete(String projectId) {
        Project project = lookup.project(projectId);
        deleteProject.run(project).forEach(doors::close);
        parts.happenings()
                .tell(
                        new Happening(
                                "project.deleted",
                                project.id(),
                                null,
                                null,
                                project.name() + " was deleted",
                                null));
        return project;
    }

    /** The first import into a project says which database its clients mean. */
    void rememberDefaultDatabase(Project project, Branch filled) {
        List<KnownDatabase> databases = catalog.databases(filled.id());
        if (project.defaultDatabase() != null || databases.isEmpty()) {
            return;
        }
        Project updated =
                project.withDefaultDatabase(databases.getFirst().name(), parts.clock().instant());
        catalog.commit(change -> change.put(updated));
    }
}
