package dev.cambium.engine.server;

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

import org.jspecify.annotations.NullUnmarked;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Projects of {@link InMemoryEngine}. */
@NullUnmarked
public final class InMemoryProjects implements ProjectCalls {

    private final InMemoryEngine engine;

    InMemoryProjects(InMemoryEngine engine) {
        this.engine = engine;
    }

    @Override
    public List<Project> list() {
        engine.failIfAsked();
        return List.copyOf(engine.projects.values());
    }

    @Override
    public Project get(String projectId) {
        return Optional.ofNullable(engine.projects.get(projectId))
                .orElseThrow(
                        () ->
                                new EngineException(
                                        404,
                                        "PROJECT_NOT_FOUND",
                                        "There is no project " + projectId + "."));
    }

    @Override
    public Created.ProjectReply create(NewProject request) {
        engine.failIfAsked();
        String id = "quiet-wood-" + engine.ids.incrementAndGet();
        Project usual = newProject(id, request.name() == null ? id : request.name());
        Project project =
                newProject(
                        id,
                        usual.name(),
                        Objects.requireNonNullElse(
                                request.historyRetentionSeconds(), usual.historyRetentionSeconds()),
                        Objects.requireNonNullElse(
                                request.historyMaxBytes(), usual.cambiumHistoryMaxBytes()),
                        changed(usual.defaultEndpointSettings(), request.endpointDefaults()));
        engine.projects.put(id, project);
        Branch main =
                engine.branches()
                        .newBranch(
                                id,
                                null,
                                request.branchName() == null ? "main" : request.branchName());
        engine.branches.put(main.id(), main);
        engine.running.put(main.id(), true);
        engine.databases.put(main.id(), new ArrayList<>());
        String database = request.databaseName() == null ? "cambium" : request.databaseName();
        engine.databases
                .get(main.id())
                .add(engine.databases().newDatabase(main.id(), database, "owner"));
        return new Created.ProjectReply(
                project,
                List.of(InMemoryEndpoints.uri(main, database)),
                engine.roles().list(id, main.id()),
                engine.databases().list(id, main.id()),
                List.of(),
                main,
                engine.endpoints().of(main));
    }

    @Override
    public Project update(String projectId, ProjectUpdate update) {
        Project before = get(projectId);
        engine.updated(update.endpointDefaults());
        Project changed =
                newProject(
                        projectId,
                        update.name() == null ? before.name() : update.name(),
                        Objects.requireNonNullElse(
                                update.historyRetentionSeconds(), before.historyRetentionSeconds()),
                        Objects.requireNonNullElse(
                                update.historyMaxBytes(), before.cambiumHistoryMaxBytes()),
                        changed(before.defaultEndpointSettings(), update.endpointDefaults()));
        engine.projects.put(projectId, changed);
        return changed;
    }

    private static EndpointDefaults changed(EndpointDefaults before, EndpointUpdate change) {
        return change == null
                ? before
                : new EndpointDefaults(
                        Objects.requireNonNullElse(
                                change.suspendTimeoutSeconds(), before.suspendTimeoutSeconds()),
                        Objects.requireNonNullElse(change.pgSettings(), before.pgSettings()));
    }

    @Override
    public Project delete(String projectId) {
        Project gone = get(projectId);
        engine.projects.remove(projectId);
        engine.deletedProjects.put(projectId, gone);
        engine.branches.values().removeIf(branch -> branch.projectId().equals(projectId));
        return gone;
    }

    @Override
    public List<Project> deleted() {
        return List.copyOf(engine.deletedProjects.values());
    }

    @Override
    public Project recover(String projectId) {
        Project back =
                Optional.ofNullable(engine.deletedProjects.remove(projectId))
                        .orElseThrow(
                                () ->
                                        new EngineException(
                                                404,
                                                "PROJECT_NOT_FOUND",
                                                "No project " + projectId + " is in the trash."));
        engine.projects.put(projectId, back);
        return back;
    }

    @Override
    public List<Operation> operations(String projectId) {
        get(projectId);
        return List.copyOf(engine.operations);
    }

    @Override
    public Operation cancel(String projectId, String operationId) {
        get(projectId);
        Operation found =
                engine.operations.stream()
                        .filter(one -> one.id().equals(operationId) && one.cancellable())
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new EngineException(
                                                409,
                                                "OPERATION_NOT_CANCELLABLE",
                                                "It is done already. Undo it instead."));
        engine.operations.remove(found);
        return found.cancellable(false);
    }

    private static Project newProject(String id, String name) {
        return newProject(id, name, 86_400, 10_000_000_000L, new EndpointDefaults(300, Map.of()));
    }

    private static Project newProject(
            String id,
            String name,
            long historySeconds,
            long historyBytes,
            EndpointDefaults defaults) {
        return new Project(
                id,
                "local",
                "local",
                name,
                "k8s-neonvm",
                18,
                "localhost",
                0,
                0,
                true,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                "console",
                historySeconds,
                InMemoryEngine.THEN,
                InMemoryEngine.THEN,
                InMemoryEngine.THEN,
                InMemoryEngine.THEN,
                "me",
                historyBytes,
                null,
                defaults,
                null,
                null);
    }
}
