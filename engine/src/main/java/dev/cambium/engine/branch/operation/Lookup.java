package dev.cambium.engine.branch.operation;

import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.DeletedProject;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.page.TimelineId;

import java.util.Optional;

/** Finds what a request names, or refuses with a sentence. */
public final class Lookup {

    private final Catalog catalog;

    public Lookup(Catalog catalog) {
        this.catalog = catalog;
    }

    /** By id or by name. */
    public Project project(String project) {
        return catalog.project(project)
                .or(() -> catalog.projectByName(project))
                .orElseThrow(
                        () ->
                                new Refusal(
                                        Kind.NOT_FOUND,
                                        "PROJECT_NOT_FOUND",
                                        "There is no project '%s'. 'cambium projects list' shows those there are."
                                                .formatted(project)));
    }

    /** By id or by the name it had, in the trash; of several of one name, that deleted last. */
    public DeletedProject deletedProject(String project) {
        return inTrash(project)
                .orElseThrow(
                        () ->
                                catalog.project(project)
                                                .or(() -> catalog.projectByName(project))
                                                .isPresent()
                                        ? new Refusal(
                                                Kind.CONFLICT,
                                                "PROJECT_NOT_DELETED",
                                                "Project '%s' is not deleted: there is nothing to recover."
                                                        .formatted(project))
                                        : new Refusal(
                                                Kind.NOT_FOUND,
                                                "PROJECT_NOT_FOUND",
                                                "No project '%s' is in the trash. 'cambium projects list --deleted' shows those there are."
                                                        .formatted(project)));
    }

    /** By id or by name, a living one first, then one in the trash. */
    public Project livingOrDeleted(String project) {
        return catalog.project(project)
                .or(() -> catalog.projectByName(project))
                .or(() -> inTrash(project).map(DeletedProject::project))
                .orElseGet(() -> project(project));
    }

    private Optional<DeletedProject> inTrash(String project) {
        return catalog.deletedProjects().stream()
                .filter(
                        deleted ->
                                deleted.project().id().equals(project)
                                        || deleted.project().name().equals(project))
                .findFirst();
    }

    /** By id or by name. */
    public Branch branch(String projectId, String branch) {
        return catalog.branch(branch)
                .filter(found -> found.projectId().equals(projectId))
                .or(() -> catalog.branchByName(projectId, branch))
                .orElseThrow(() -> branchNotFound(branch));
    }

    public Branch byEndpoint(String projectId, String endpointId) {
        return catalog.branchByEndpoint(endpointId)
                .filter(found -> found.projectId().equals(projectId))
                .orElseThrow(
                        () ->
                                new Refusal(
                                        Kind.NOT_FOUND,
                                        "ENDPOINT_NOT_FOUND",
                                        "There is no endpoint '%s' in this project."
                                                .formatted(endpointId)));
    }

    public Branch defaultBranch(String projectId) {
        return catalog.defaultBranch(projectId).orElseThrow(() -> branchNotFound("main"));
    }

    /** The timeline a branch is on; refuses while the branch is being made. */
    public static TimelineId timelineOf(Branch branch) {
        TimelineId timeline = branch.currentTimeline();
        if (timeline == null) {
            throw new Refusal(
                    Kind.BUSY,
                    "BRANCH_BUSY",
                    "Branch '%s' is being made. Try again when that is done."
                            .formatted(branch.name()));
        }
        return timeline;
    }

    public static Refusal branchNotFound(String branch) {
        return new Refusal(
                Kind.NOT_FOUND,
                "BRANCH_NOT_FOUND",
                "There is no branch '%s'. 'cambium branches list' shows those there are."
                        .formatted(branch));
    }
}
