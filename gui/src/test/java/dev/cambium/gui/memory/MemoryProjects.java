package dev.cambium.gui.memory;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EndpointDefaults;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Operation;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.ProjectCalls;
import dev.cambium.engine.api.ProjectUpdate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

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
        synchronized (engine) {
            engine.verb();
            Project before = get(projectId);
            EndpointUpdate change = update.endpointDefaults();
            Long suspend = change == null ? null : change.suspendTimeoutSeconds();
            EndpointDefaults defaults = before.defaultEndpointSettings();
            Project after =
                    Records.with(
                            before,
                            "name",
                            Objects.requireNonNullElse(update.name(), before.name()),
                            "historyRetentionSeconds",
                            Objects.requireNonNullElse(
                                    update.historyRetentionSeconds(),
                                    before.historyRetentionSeconds()),
                            "cambiumHistoryMaxBytes",
                            Objects.requireNonNullElse(
                                    update.historyMaxBytes(), before.cambiumHistoryMaxBytes()),
                            "defaultEndpointSettings",
                            suspend == null
                                    ? defaults
                                    : new EndpointDefaults(
                                            suspend == 0 ? 300 : suspend, defaults.pgSettings()));
            engine.projects.set(engine.projects.indexOf(before), after);
            return after;
        }
    }

    @Override
    public Project delete(String projectId) {
        synchronized (engine) {
            Project gone =
                    Records.with(
                            get(projectId),
                            "deletedAt",
                            Instant.now(),
                            "recoverableUntil",
                            Instant.now().plus(Duration.ofDays(7)));
            engine.projects.removeIf(each -> each.id().equals(projectId));
            engine.deletedProjects.addFirst(gone);
            return gone;
        }
    }

    @Override
    public List<Project> deleted() {
        synchronized (engine) {
            engine.alive();
            return List.copyOf(engine.deletedProjects);
        }
    }

    @Override
    public Project recover(String project) {
        synchronized (engine) {
            engine.verb();
            Project found =
                    engine.deletedProjects.stream()
                            .filter(each -> each.id().equals(project))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new EngineException(
                                                    404, "PROJECT_NOT_FOUND", "No such project."));
            engine.deletedProjects.remove(found);
            Project back = Records.with(found, "deletedAt", null, "recoverableUntil", null);
            engine.projects.add(back);
            return back;
        }
    }
}
