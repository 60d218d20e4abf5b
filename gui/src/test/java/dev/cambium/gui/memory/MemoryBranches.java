package dev.cambium.gui.memory;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchCalls;
import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.Flattened;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.NewBranch;

import java.time.Instant;
import java.util.List;

/** The branches of a {@link MemoryEngine}. */
final class MemoryBranches implements BranchCalls {

    private final MemoryEngine engine;

    MemoryBranches(MemoryEngine engine) {
        this.engine = engine;
    }

    @Override
    public List<Branch> list(String projectId) {
        synchronized (engine) {
            engine.alive();
            return engine.branches.values().stream()
                    .filter(each -> each.projectId().equals(projectId))
                    .toList();
        }
    }

    @Override
    public List<Branch> search(String projectId, String part) {
        return list(projectId).stream()
                .filter(branch -> branch.name().contains(part) || branch.id().contains(part))
                .toList();
    }

    @Override
    public Branch get(String projectId, String branch) {
        synchronized (engine) {
            engine.alive();
            return engine.find(branch);
        }
    }

    @Override
    public Created.BranchReply create(String projectId, NewBranch request) {
        Branch made;
        FoundMoment moment;
        synchronized (engine) {
            engine.verb();
            Branch parent = engine.find(String.valueOf(request.parent()));
            String at = request.at() == null ? "head" : request.at();
            moment = engine.past(parent.id()).find(parent.name(), at);
            made =
                    engine.addBranch(
                            projectId,
                            String.valueOf(request.name()),
                            parent.id(),
                            Instant.now(),
                            request.compute() ? "running" : "asleep");
            engine.change(
                    made.id(),
                    each ->
                            Records.with(
                                    Samples.parted(each, moment),
                                    "isProtected",
                                    request.isProtected(),
                                    "expiresAt",
                                    request.expiresAt()));
            made = engine.find(made.id());
            engine.past(parent.id()).markAt("branch_point", moment.time(), made.name(), made.id());
        }
        engine.finished("create_branch", made);
        engine.tell("branch.created", projectId, made.id(), null, "Branch created", null);
        return new Created.BranchReply(
                made, List.of(), List.of(), List.of(), List.of(), List.of(), moment);
    }

    @Override
    public Branch resetFromParent(String projectId, String branch) {
        Branch reset;
        synchronized (engine) {
            engine.verb();
            engine.change(branch, before -> Samples.reset(before, Instant.now()));
            reset = engine.find(branch);
        }
        engine.finished("reset_branch", reset);
        engine.tell("branch.reset", projectId, reset.id(), null, "Branch reset", null);
        return reset;
    }

    @Override
    public Flattened flatten(String projectId, String branch) {
        throw new EngineException(501, "NOT_IMPLEMENTED", "This engine has nothing to flatten.");
    }

    @Override
    public Branch delete(String projectId, String branch) {
        Branch deleted;
        synchronized (engine) {
            engine.verb();
            deleted = engine.find(branch);
            String id = deleted.id();
            if (engine.branches.values().stream().anyMatch(each -> id.equals(each.parentId()))) {
                throw new EngineException(
                        409, "HAS_CHILDREN", "The branch has children; delete those first.");
            }
            engine.branches.remove(id);
        }
        engine.finished("delete_timeline", deleted);
        engine.tell("branch.deleted", projectId, deleted.id(), null, "Branch deleted", null);
        return deleted;
    }
}
