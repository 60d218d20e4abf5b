package dev.cambium.gui.memory;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Operation;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.ProjectCalls;
import dev.cambium.engine.api.ProjectUpdate;

import java.time.Instant;
import java.util.List;

/** The projects of a {@link MemoryEngine}. */
final class MemoryProjects implements ProjectCalls {

    private final MemoryEngine engine;

    MemoryProjects(MemoryEngine engine) {
        this.engine = engine;
    }

    @Override
    public List<Project> list() {
        synchronized (engine) {
            engine.alive();
            return List.copyOf(engine.projects);
        }
    }

    @Override
    public Project get(String project) {
        synchronized (engine) {
            engine.alive();
            return engine.projects.stream()
                    .filter(each -> each.id().equals(project) || each.name().equals(project))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new EngineException(
                                            404, "PROJECT_NOT_FOUND", "No such project."));
        }
    }

    @Override
    public Created.ProjectReply create(NewProject request) {
        Project project;
        Branch main;
        synchronized (engine) {
            engine.verb();
            project = engine.addProject(String.valueOf(request.name()), Instant.now());
            main = engine.addBranch(project.id(), "main", null, Instant.now(), "running");
        }
        engine.tell("project.created", project.id(), main.id(), null, "Project created", null);
        return new Created.ProjectReply(
                project, List.of(), List.of(), List.of(), List.of(), main, List.of());
    }

    @Override
    public List<Operation> operations(String projectId) {
        synchronized (engine) {
            engine.alive();
            return List.copyOf(engine.operations);
        }
    }

    @Override
    public Operation cancel(String projectId, String operationId) {
        return engine.cancelOperation(operationId);
    }

    @Override
    public Project update(String projectId, ProjectUpdate update) {
        throw new UnsupportedOperationException("the window changes no projects");
    }

    @Override
    public Project delete(String projectId) {
        throw new UnsupportedOperationException("the window deletes no projects");
    }

    @Override
    public List<Project> deleted() {
        return List.of();
    }

    @Override
    public Project recover(String project) {
        throw new UnsupportedOperationException("the window recovers no projects");
    }
}
