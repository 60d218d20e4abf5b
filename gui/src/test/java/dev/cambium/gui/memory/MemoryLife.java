package dev.cambium.gui.memory;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchChange;
import dev.cambium.engine.api.BranchUpdate;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.LifeCalls;
import dev.cambium.engine.api.Orphans;
import dev.cambium.engine.api.ProjectSpace;
import dev.cambium.engine.api.RestoreRequest;
import dev.cambium.engine.api.TrashItem;
import dev.cambium.engine.api.Undoable;
import dev.cambium.engine.api.Undone;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The life of branches in a {@link MemoryEngine}; what a verb changed it can put back. */
final class MemoryLife implements LifeCalls {

    private final MemoryEngine engine;
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Branch> trash = new LinkedHashMap<>();

    /** How all branches were before a verb. */
    private record Step(Undoable undoable, Map<String, Branch> before) {}

    MemoryLife(MemoryEngine engine) {
        this.engine = engine;
    }

    private BranchChange verb(
            String project,
            String named,
            String action,
            String titleOf,
            Function<Branch, BranchChange> change) {
        Branch buried = trash.get(named);
        Branch branch = buried == null ? engine.find(named) : buried;
        String title = titleOf.formatted(branch.name());
        BranchChange done;
        synchronized (engine) {
            engine.verb();
            Map<String, Branch> before = new LinkedHashMap<>(engine.branches);
            done = change.apply(branch);
            String id = "op-" + ++engine.counter;
            steps.addFirst(
                    new Step(
                            new Undoable(id, action, title, branch.id(), Instant.now(), null),
                            before));
        }
        engine.finished(action, branch);
        engine.tell("branch.changed", project, branch.id(), null, title, null);
        return done;
    }

    private Branch changed(Branch branch, Object... changes) {
        Branch after = Records.with(branch, changes);
        engine.branches.put(branch.id(), after);
        return after;
    }

    private static void refuse(boolean forbidden, String sentence) {
        if (forbidden) {
            throw new EngineException(409, "REFUSED", sentence);
        }
    }

    @Override
    public BranchChange reset(
            String projectId, String branch, @Nullable String preserve, boolean rebaseChildren) {
        return verb(
                projectId,
                branch,
                "reset_branch",
                "reset of '%s' from its parent",
                found -> {
                    refuse(found.isProtected(), "The branch is protected.");
                    Branch backup = preserve == null ? null : backup(found, preserve);
                    Branch after = changed(found, "lastResetAt", Instant.now());
                    return new BranchChange(after, List.of(), backup, List.of());
                });
    }

    private Branch backup(Branch of, @Nullable String name) {
        return engine.addBranch(
                of.projectId(),
                name == null ? of.name() + "_old_2026" : name,
                of.parentId() == null ? of.id() : of.parentId(),
                Instant.now(),
                "asleep");
    }

    @Override
    public BranchChange restore(String projectId, String branch, RestoreRequest request) {
        return verb(
                projectId,
                branch,
                "restore_branch",
                "restore of '%s'",
                found -> {
                    engine.find(request.source());
                    Branch backup = backup(found, request.preserveUnderName());
                    Branch after =
                            changed(
                                    found,
                                    "cambium",
                                    Records.with(
                                            found.cambium(), "timelineId", "tl-r" + backup.id()));
                    return new BranchChange(after, List.of(), backup, List.of());
                });
    }

    @Override
    public BranchChange update(String projectId, String branch, BranchUpdate update) {
        return verb(
                projectId,
                branch,
                "update_branch",
                "change of '%s'",
                found -> {
                    Branch after = found;
                    if (update.name() != null) {
                        after = changed(after, "name", update.name());
                    }
                    if (update.isProtected() != null) {
                        after = changed(after, "isProtected", update.isProtected());
                    }
                    if (update.expiry() != null) {
                        after = changed(after, "expiresAt", update.expiry().at());
                    }
                    return new BranchChange(after, List.of(), null, List.of());
                });
    }

    @Override
    public BranchChange setDefault(String projectId, String branch) {
        return verb(
                projectId,
                branch,
                "set_default_branch",
                "change of the default branch",
                found -> {
                    List.copyOf(engine.branches.values())
                            .forEach(each -> changed(each, "isDefault", each.equals(found)));
                    return new BranchChange(engine.find(branch), List.of(), null, List.of());
                });
    }

    private List<Branch> children(Branch branch) {
        return engine.branches.values().stream()
                .filter(each -> branch.id().equals(each.parentId()))
                .toList();
    }

    @Override
    public BranchChange delete(String projectId, String branch, Orphans children) {
        return verb(
                projectId,
                branch,
                "delete_branch",
                "deletion of '%s'",
                found -> {
                    List<Branch> below = children(found);
                    refuse(
                            children == Orphans.REFUSE && !below.isEmpty(),
                            "The branch has children.");
                    List<Branch> gone = new ArrayList<>();
                    if (children == Orphans.DELETE) {
                        below.forEach(each -> bury(each, gone));
                    } else {
                        below.forEach(each -> changed(each, "parentId", found.parentId()));
                    }
                    engine.branches.remove(found.id());
                    trash.put(found.id(), found);
                    return new BranchChange(found, List.of(), null, gone);
                });
    }

    private void bury(Branch branch, List<Branch> gone) {
        children(branch).forEach(each -> bury(each, gone));
        engine.branches.remove(branch.id());
        trash.put(branch.id(), branch);
        gone.add(branch);
    }

    @Override
    public List<Branch> deleted(String projectId) {
        synchronized (engine) {
            engine.alive();
            Instant now = Instant.now();
            return trash.values().stream()
                    .map(
                            each ->
                                    Records.with(
                                            each,
                                            "recovery",
                                            new Branch.Recovery(
                                                    now, now.plus(Duration.ofDays(7)), "user")))
                    .toList()
                    .reversed();
        }
    }

    @Override
    public BranchChange recover(String projectId, String branch, @Nullable String name) {
        return verb(
                projectId,
                branch,
                "recover_branch",
                "recovery of '%s'",
                found -> {
                    trash.remove(branch);
                    Branch after = changed(found, "name", name == null ? found.name() : name);
                    return new BranchChange(after, List.of(), null, List.of());
                });
    }

    @Override
    public List<Undoable> undoable(String projectId) {
        synchronized (engine) {
            engine.alive();
            return steps.stream().map(Step::undoable).toList();
        }
    }

    @Override
    public Undone undo(String projectId, @Nullable String operationId) {
        Step step;
        synchronized (engine) {
            engine.verb();
            step = steps.removeFirst();
            engine.branches.clear();
            engine.branches.putAll(step.before());
            trash.keySet().removeAll(step.before().keySet());
        }
        engine.tell("branch.changed", projectId, null, null, "Undone", null);
        return new Undone(step.undoable().title(), List.of(), List.of());
    }

    @Override
    public ProjectSpace space(String projectId) {
        return new ProjectSpace(0, 0, 0);
    }

    @Override
    public List<TrashItem> trash(String projectId) {
        synchronized (engine) {
            engine.alive();
            Instant now = Instant.now();
            return trash.values().stream()
                    .map(
                            each ->
                                    new TrashItem(
                                            each.cambium().timelineId(),
                                            each.id(),
                                            each.name(),
                                            true,
                                            now,
                                            now.plus(Duration.ofDays(7)),
                                            each.cambium().uniqueBytes()))
                    .toList();
        }
    }

    @Override
    public List<TrashItem> emptyTrash(String projectId) {
        synchronized (engine) {
            engine.verb();
            List<TrashItem> freed = trash(projectId);
            trash.clear();
            return freed;
        }
    }

    @Override
    public List<TrashItem> emptyTrash(String projectId, String branchId) {
        synchronized (engine) {
            engine.verb();
            List<TrashItem> freed =
                    trash(projectId).stream()
                            .filter(item -> branchId.equals(item.branchId()))
                            .toList();
            trash.remove(branchId);
            return freed;
        }
    }
}
