package dev.cambium.engine.branch.life;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.Branches;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.branch.retention.Timelines;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Change;
import dev.cambium.engine.catalog.DeletionMethod;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Snapshot;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.catalog.TimelineState;
import dev.cambium.engine.catalog.UndoStep;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/**
 * Puts a project with all its branches and snapshots into the trash, from where an undo brings it
 * back as it was. One commit, after the computes were stopped.
 */
public final class DeleteProject {

    public static final String ACTION = "delete_project";

    private final EngineParts parts;
    private final OperationLog operations;
    private final BranchLocks locks;
    private final Computes computes;
    private final BranchRules rules;

    public DeleteProject(
            EngineParts parts, OperationLog operations, BranchLocks locks, Computes computes) {
        this.parts = parts;
        this.operations = operations;
        this.locks = locks;
        this.computes = computes;
        this.rules = new BranchRules(parts.catalog());
    }

    /**
     * @return the branches it had
     */
    public List<Branch> run(Project project) {
        List<Branch> branches = parts.catalog().branches(project.id());
        branches.forEach(branch -> rules.refuseProtected(branch, "deleted with its project"));
        Deque<BranchLocks.Hold> held = new ArrayDeque<>();
        try {
            for (Branch branch : branches) {
                held.push(locks.change(branch.id(), branch.name(), "deleted"));
            }
            refuseIfOthersCame(project, branches);
            branches.forEach(branch -> computes.forget(branch.id()));
            Instant now = parts.clock().instant();
            Branch first = branches.getFirst();
            var _ =
                    operations.once(
                            ACTION,
                            project.id(),
                            first.id(),
                            first.endpointId(),
                            now,
                            (change, id) -> {
                                refuseIfOthersCame(project, branches);
                                trash(change, id, project, branches, now);
                            });
            return branches;
        } finally {
            held.forEach(BranchLocks.Hold::close);
        }
    }

    /** One that is made meanwhile is not held, so that it could not be stopped. */
    private void refuseIfOthersCame(Project project, List<Branch> branches) {
        List<String> now = parts.catalog().branches(project.id()).stream().map(Branch::id).toList();
        if (!now.equals(branches.stream().map(Branch::id).toList())) {
            throw new Refusal(
                    Kind.BUSY,
                    "PROJECT_BUSY",
                    "Branches of project '%s' were made or deleted just now. Try again."
                            .formatted(project.name()));
        }
    }

    private void trash(
            Change change, UUID operation, Project project, List<Branch> held, Instant now) {
        for (Timeline timeline : parts.catalog().timelines()) {
            if (timeline.projectId().equals(project.id())
                    && timeline.state() == TimelineState.LIVE) {
                change.put(Timelines.trashed(timeline, now));
            }
        }
        List<Branch> branches =
                held.stream()
                        .flatMap(branch -> parts.catalog().branch(branch.id()).stream())
                        .toList();
        for (Branch branch : branches) {
            change.put(Branches.deleted(branch, DeletionMethod.USER, now));
            change.closeTenure(branch.id(), now);
        }
        for (Snapshot snapshot : parts.catalog().snapshots().of(project.id())) {
            change.snapshots().delete(snapshot.id(), operation, now);
        }
        change.deleteProject(project.id(), operation, now);
        change.put(
                new UndoStep(
                        operation,
                        project.id(),
                        branches.getFirst().id(),
                        ACTION,
                        "deletion of project '%s'".formatted(project.name()),
                        now,
                        null,
                        branches.stream()
                                .<UndoStep.Touched>map(branch -> Branches.before(branch, null))
                                .toList()));
    }
}
