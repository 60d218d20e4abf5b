package dev.cambium.engine.branch.life;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.branch.retention.Timelines;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.catalog.TimelineState;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Deletes a project with all its branches, for good: it cannot be recovered. Their content stays in
 * the trash for its time. One commit, after the computes were stopped.
 */
public final class DeleteProject {

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

    /** To be asked before anything of it is deleted. */
    public void refuseProtected(Project project) {
        parts.catalog()
                .branches(project.id())
                .forEach(branch -> rules.refuseProtected(branch, "deleted with its project"));
    }

    /**
     * @return the branches it had
     */
    public List<Branch> run(Project project) {
        List<Branch> branches = parts.catalog().branches(project.id());
        refuseProtected(project);
        Deque<BranchLocks.Hold> held = new ArrayDeque<>();
        try {
            for (Branch branch : branches) {
                held.push(locks.change(branch.id(), branch.name(), "deleted"));
            }
            branches.forEach(branch -> computes.forget(branch.id()));
            Instant now = parts.clock().instant();
            Branch first = branches.getFirst();
            var _ =
                    operations.once(
                            "delete_project",
                            project.id(),
                            first.id(),
                            first.endpointId(),
                            now,
                            (change, id) -> {
                                for (Timeline timeline : parts.catalog().timelines()) {
                                    if (timeline.projectId().equals(project.id())
                                            && timeline.state() == TimelineState.LIVE) {
                                        change.put(Timelines.trashed(timeline, now));
                                    }
                                }
                                branches.forEach(branch -> change.removeBranch(branch.id()));
                                parts.catalog()
                                        .deletedBranches(project.id())
                                        .forEach(branch -> change.removeBranch(branch.id()));
                                parts.catalog()
                                        .undoSteps(project.id())
                                        .forEach(step -> change.removeUndoStep(step.id()));
                                change.removeProject(project.id());
                            });
            return branches;
        } finally {
            held.forEach(BranchLocks.Hold::close);
        }
    }
}
