package dev.cambium.engine.server;

import static dev.cambium.engine.server.Answers.answer;

import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Operation;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.ProjectCalls;
import dev.cambium.engine.api.ProjectUpdate;
import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.branch.creation.ProjectSetup;

import java.util.List;

/** Projects, as the engine of this process answers for them. Thread-safe. */
final class LocalProjects implements ProjectCalls {

    private final BranchService branches;
    private final Shown shown;

    LocalProjects(BranchService branches, Shown shown) {
        this.branches = branches;
        this.shown = shown;
    }

    @Override
    public Project get(String projectId) {
        return answer(() -> shown.project(branches.project(projectId)));
    }

    @Override
    public List<Project> list() {
        return answer(() -> branches.projects().all().stream().map(shown::project).toList());
    }

    @Override
    public Created.ProjectReply create(NewProject request) {
        return answer(
                () -> {
                    var project =
                            branches.projects()
                                    .create(
                                            new ProjectSetup(
                                                    request.name(),
                                                    request.branchName(),
                                                    request.roleName(),
                                                    request.databaseName(),
                                                    request.pgVersion(),
                                                    request.postgresBin(),
                                                    request.historyRetentionSeconds(),
                                                    request.historyMaxBytes(),
                                                    LocalEndpoints.change(
                                                            request.endpointDefaults())));
                    var branch = branches.defaultBranch(project.id());
                    return new Created.ProjectReply(
                            shown.project(project),
                            shown.uris(branch),
                            branches.contents().roles(branch).stream()
                                    .map(role -> Representations.role(branch.id(), role, true))
                                    .toList(),
                            shown.databases(branch),
                            shown.operationsOf(branch),
                            shown.branch(branch),
                            List.of(shown.endpoint(branch)));
                });
    }

    @Override
    public Project update(String projectId, ProjectUpdate update) {
        return answer(
                () -> {
                    EndpointUpdate defaults = update.endpointDefaults();
                    if (defaults != null) {
                        branches.endpoints()
                                .updateDefaults(projectId, LocalEndpoints.change(defaults));
                    }
                    return shown.project(
                            branches.projects()
                                    .update(
                                            projectId,
                                            update.name(),
                                            update.historyRetentionSeconds(),
                                            update.historyMaxBytes()));
                });
    }

    @Override
    public Project delete(String projectId) {
        return answer(() -> shown.project(branches.projects().delete(projectId)));
    }

    @Override
    public List<Project> deleted() {
        return answer(() -> branches.projects().deleted().stream().map(shown::project).toList());
    }

    @Override
    public Project recover(String project) {
        return answer(() -> shown.project(branches.projects().recover(project)));
    }

    @Override
    public List<Operation> operations(String projectId) {
        return answer(() -> branches.operations(projectId).stream().map(this::shown).toList());
    }

    private Operation shown(dev.cambium.engine.catalog.Operation operation) {
        return Representations.operation(operation).cancellable(branches.isCancellable(operation));
    }

    @Override
    public Operation cancel(String projectId, String operationId) {
        return answer(() -> shown(branches.cancel(projectId, operationId)));
    }
}
