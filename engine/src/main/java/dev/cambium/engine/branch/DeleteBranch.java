package dev.cambium.engine.branch;

import dev.cambium.engine.branch.Refusal.Kind;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Change;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.Tenure;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.journal.JournalEntry.BranchEventKind;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Deletes a branch. Its timelines stay in the trash for a while.
 *
 * <p>Steps: intent (branch DELETING) → compute stopped → outcome (branch gone). A kill in between
 * is finished at the next start.
 */
final class DeleteBranch {

    private final EngineParts parts;
    private final OperationLog operations;
    private final BranchLocks locks;
    private final Computes computes;
    private final BranchNews news;

    DeleteBranch(
            EngineParts parts,
            OperationLog operations,
            BranchLocks locks,
            Computes computes,
            BranchNews news) {
        this.parts = parts;
        this.operations = operations;
        this.locks = locks;
        this.computes = computes;
        this.news = news;
    }

    /**
     * @return the branch as it was
     */
    Branch run(Branch branch) {
        refuseWhatMustStay(branch);
        return deleteAnyway(branch);
    }

    /** For a project that goes as a whole, its default branch included. */
    Branch deleteAnyway(Branch branch) {
        try (BranchLocks.Hold held = locks.change(branch.id(), branch.name(), "deleted")) {
            Operation operation =
                    operations.begin(
                            "delete_branch",
                            branch.projectId(),
                            branch.id(),
                            branch.endpointId(),
                            Map.of(),
                            change ->
                                    change.put(Branches.deleting(branch, parts.clock().instant())));
            computes.forget(branch.id());
            operations.finish(operation, change -> remove(change, parts, branch));
            news.tell(branch, BranchEventKind.DELETED, branch.name() + " was deleted");
            return branch;
        }
    }

    /** What the outcome of a deletion consists of. */
    static void remove(Change change, EngineParts parts, Branch branch) {
        Instant now = parts.clock().instant();
        for (Tenure tenure : parts.catalog().tenures(branch.id())) {
            parts.catalog()
                    .timeline(tenure.timeline())
                    .filter(timeline -> timeline.trashedAt() == null)
                    .map((Timeline timeline) -> Timelines.trashed(timeline, now))
                    .ifPresent(change::put);
        }
        change.removeBranch(branch.id());
    }

    private void refuseWhatMustStay(Branch branch) {
        if (branch.isDefault()) {
            throw new Refusal(
                    Kind.CONFLICT,
                    "DEFAULT_BRANCH",
                    "Branch '%s' is the default branch and cannot be deleted. Delete the project instead."
                            .formatted(branch.name()));
        }
        if (branch.isProtected()) {
            throw new Refusal(
                    Kind.CONFLICT,
                    "BRANCH_PROTECTED",
                    "Branch '%s' is protected. Remove its protection before you delete it."
                            .formatted(branch.name()));
        }
        List<Branch> children = parts.catalog().children(branch.id());
        if (!children.isEmpty()) {
            throw new Refusal(
                    Kind.CONFLICT,
                    "BRANCH_HAS_CHILDREN",
                    "Branch '%s' has children (%s). Delete those first."
                            .formatted(
                                    branch.name(),
                                    children.stream()
                                            .map(Branch::name)
                                            .collect(Collectors.joining(", "))));
        }
    }
}
