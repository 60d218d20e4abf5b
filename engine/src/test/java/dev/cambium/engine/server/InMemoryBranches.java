package dev.cambium.engine.server;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchCalls;
import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.Flattened;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewEndpoint;
import dev.cambium.engine.api.Operation;

import org.jspecify.annotations.NullUnmarked;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Branches of {@link InMemoryEngine}. */
@NullUnmarked
public final class InMemoryBranches implements BranchCalls {

    private final InMemoryEngine engine;

    InMemoryBranches(InMemoryEngine engine) {
        this.engine = engine;
    }

    @Override
    public List<Branch> list(String projectId) {
        engine.projects().get(projectId);
        return engine.branches.values().stream()
                .filter(b -> b.projectId().equals(projectId))
                .toList();
    }

    @Override
    public List<Branch> search(String projectId, String part) {
        return list(projectId).stream()
                .filter(branch -> Sought.in(part, branch.name()) || Sought.in(part, branch.id()))
                .toList();
    }

    @Override
    public Branch get(String projectId, String branchId) {
        engine.failIfAsked();
        engine.projects().get(projectId);
        return Optional.ofNullable(engine.branches.get(branchId))
                .orElseThrow(
                        () ->
                                new EngineException(
                                        404,
                                        "BRANCH_NOT_FOUND",
                                        "There is no branch " + branchId + "."));
    }

    @Override
    public Created.BranchReply create(String projectId, NewBranch request) {
        engine.failIfAsked();
        List<Branch> all = list(projectId);
        if (all.stream().anyMatch(branch -> branch.name().equals(request.name()))) {
            throw new EngineException(
                    409,
                    "BRANCH_NAME_TAKEN",
                    "There is a branch \"" + request.name() + "\" already; choose another name.");
        }
        Branch parent =
                request.parent() == null ? all.getFirst() : get(projectId, request.parent());
        String name = request.name() == null ? "branch-" + engine.ids.get() : request.name();
        Branch made =
                newBranch(
                        projectId,
                        request.schemaOnly() ? null : parent.id(),
                        name,
                        request.schemaOnly() ? "schema-only" : "parent-data",
                        request.expiresAt());
        engine.branches.put(made.id(), made);
        if (!request.words().isEmpty()) {
            engine.words.put(made.id(), request.words());
        }
        engine.running.put(made.id(), request.compute());
        engine.databases.put(made.id(), new ArrayList<>(engine.databases.get(parent.id())));
        List<Endpoint> endpoints =
                new ArrayList<>(request.compute() ? engine.endpoints().of(made) : List.of());
        for (NewEndpoint one : request.endpoints().readOnly()) {
            endpoints.add(engine.endpoints().create(projectId, made.id(), one));
        }
        List<ConnectionUri> uris =
                endpoints.isEmpty()
                        ? List.of()
                        : List.of(
                                InMemoryEndpoints.uri(made, "cambium")
                                        .at(endpoints.getFirst().host()));
        return new Created.BranchReply(
                made,
                endpoints,
                List.of(),
                engine.roles().list(projectId, made.id()),
                engine.databases().list(projectId, made.id()),
                uris,
                InMemoryMoments.found(parent, request.at()),
                request.schemaOnly() ? "literals remain" : null);
    }

    @Override
    public Branch resetFromParent(String projectId, String branchId) {
        Branch branch = get(projectId, branchId);
        if (branch.parentId() == null) {
            throw new EngineException(
                    400, "NO_PARENT", "Branch '%s' is a root branch.".formatted(branch.name()));
        }
        engine.operations.addFirst(operation(branch, "restore_branch"));
        engine.publish("branch.reset", branchId, branch.name() + " was reset", null);
        return branch;
    }

    @Override
    public Flattened flatten(String projectId, String branchId) {
        return new Flattened(get(projectId, branchId), true, "flattened");
    }

    @Override
    public Branch delete(String projectId, String branchId) {
        Branch branch = get(projectId, branchId);
        if (branch.isDefault()) {
            throw new EngineException(
                    400, "DEFAULT_BRANCH", "The default branch cannot be deleted.");
        }
        engine.branches.remove(branchId);
        return branch;
    }

    Branch newBranch(String projectId, String parentId, String name) {
        return newBranch(projectId, parentId, name, "parent-data", null);
    }

    private Branch newBranch(
            String projectId, String parentId, String name, String source, Instant expiresAt) {
        boolean isDefault = parentId == null && source.equals("parent-data");
        long id = engine.ids.incrementAndGet();
        return new Branch(
                "br-still-leaf-" + id,
                projectId,
                parentId,
                null,
                null,
                name,
                "ready",
                null,
                InMemoryEngine.THEN,
                42_000_000L,
                "console",
                isDefault,
                isDefault,
                false,
                0,
                0,
                0,
                0,
                0,
                InMemoryEngine.THEN,
                InMemoryEngine.THEN,
                expiresAt,
                null,
                source,
                new Branch.Local(
                        "running", null, (int) (5400 + id), "0/1", 8192, 16 << 20, "t" + id));
    }

    private Operation operation(Branch branch, String action) {
        return new Operation(
                "op-" + engine.ids.incrementAndGet(),
                branch.projectId(),
                branch.id(),
                null,
                action,
                "finished",
                null,
                0,
                InMemoryEngine.THEN,
                InMemoryEngine.THEN,
                12);
    }
}
