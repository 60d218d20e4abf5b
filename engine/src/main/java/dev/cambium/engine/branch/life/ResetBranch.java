package dev.cambium.engine.branch.life;

import dev.cambium.engine.branch.history.Forking;
import dev.cambium.engine.branch.life.Replacement.Kept;
import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.Branches;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.journal.JournalEntry.BranchEventKind;

import java.util.List;

/**
 * Gives a branch the content its parent has now. Its children keep theirs, and stay its children.
 */
public final class ResetBranch {

    private final EngineParts parts;
    private final BranchLocks locks;
    private final Forking forking;
    private final ReplaceContent replaceContent;
    private final BranchRules rules;
    private final RolesThatCome roles;

    public ResetBranch(
            EngineParts parts, BranchLocks locks, Forking forking, ReplaceContent replaceContent) {
        this.parts = parts;
        this.locks = locks;
        this.forking = forking;
        this.replaceContent = replaceContent;
        this.rules = new BranchRules(parts.catalog());
        this.roles = new RolesThatCome(parts.catalog());
    }

    /**
     * @param kept what becomes of what it holds now
     */
    Replaced run(Project project, Branch branch, Kept kept) {
        rules.refuseProtected(branch, "reset");
        Branch parent = parentOf(branch);
        Replacement plan =
                Replacement.of(
                                "reset_branch",
                                BranchEventKind.RESET,
                                "reset branch '%s'".formatted(branch.name()),
                                "reset of '%s' from '%s'".formatted(branch.name(), parent.name()),
                                "%s was reset from %s".formatted(branch.name(), parent.name()))
                        .keeping(kept)
                        .changing(Branches::reset)
                        .with((change, now) -> roles.put(change, parent, branch, now), List.of());
        try (BranchLocks.Hold held = locks.change(branch.id(), branch.name(), "reset");
                BranchLocks.Hold parentHeld = locks.fork(parent.id(), parent.name())) {
            return replaceContent.run(
                    project,
                    branch,
                    plan,
                    (opening, operation) -> forking.fork(parent, opening.id()));
        }
    }

    private Branch parentOf(Branch branch) {
        String parentId = branch.parentId();
        if (parentId == null) {
            throw new Refusal(
                    Kind.INVALID,
                    "NO_PARENT",
                    "Branch '%s' is a root branch: it has no parent to be reset from. It can be restored to a moment, its own or another branch's."
                            .formatted(branch.name()));
        }
        return parts.catalog()
                .branch(parentId)
                .orElseThrow(
                        () ->
                                new Refusal(
                                        Kind.NOT_FOUND,
                                        "PARENT_GONE",
                                        "The parent of branch '%s' was deleted. Recover it, or restore the branch from another one."
                                                .formatted(branch.name())));
    }
}
