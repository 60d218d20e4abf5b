package dev.cambium.engine.cli;

import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.Meant;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Operation;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.ProjectCalls;
import dev.cambium.engine.api.ProjectUpdate;

import java.util.List;

/**
 * The projects of {@link HostedEngine}.
 *
 * @param here for what is read
 * @param overHttp for what is done
 */
record HostedProjects(ProjectCalls here, ProjectCalls overHttp) implements ProjectCalls {

    @Override
    public List<Project> list() {
        return HostedEngine.read(here::list);
    }

    @Override
    public Project get(String project) {
        return Meant.project(list(), project);
    }

    @Override
    public List<Project> deleted() {
        return HostedEngine.read(here::deleted);
    }

    @Override
    public List<Operation> operations(String projectId) {
        return HostedEngine.read(() -> here.operations(projectId));
    }

    @Override
    public Created.ProjectReply create(NewProject request) {
        return overHttp.create(request);
    }

    @Override
    public Project update(String projectId, ProjectUpdate update) {
        return overHttp.update(projectId, update);
    }

    @Override
    public Project delete(String projectId) {
        return overHttp.delete(projectId);
    }

    @Override
    public Project recover(String project) {
        return overHttp.recover(project);
    }

    @Override
    public Operation cancel(String projectId, String operationId) {
        return overHttp.cancel(projectId, operationId);
    }
}
