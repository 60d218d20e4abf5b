package dev.cambium.engine.branch;

import dev.cambium.engine.branch.Refusal.Kind;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Change;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Role;
import dev.cambium.engine.journal.JournalEntry.BranchEventKind;

import java.time.Instant;
import java.util.List;

/** Gives a branch the content its parent has now; its own old content goes to the trash. */
final class ResetBranch {

    private final EngineParts parts;
    private final BranchLocks locks;
    private final Forking forking;
    private final ReplaceContent replaceContent;

    ResetBranch(
            EngineParts parts, BranchLocks locks, Forking forking, ReplaceContent replaceContent) {
        this.parts = parts;
        this.locks = locks;
        this.forking = forking;
        this.replaceContent = replaceContent;
    }

    Replaced run(Project project, Branch branch, Replacement.Kept kept) {
        if (branch.isProtected()) {
            throw new Refusal(
                    Kind.CONFLICT,
                    "BRANCH_PROTECTED",
                    "Branch '%s' is protected. Remove its protection before you reset it."
                            .formatted(branch.name()));
        }
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
                        .with((change, now) -> learnRoles(change, parent, branch, now), List.of());
        try (BranchLocks.Hold held = locks.change(branch.id(), branch.name(), "reset");
                BranchLocks.Hold parentHeld = locks.fork(parent.id(), parent.name())) {
            return replaceContent.run(
                    project,
                    branch,
                    plan,
                    (opening, operation) -> forking.fork(parent, opening.id()));
        }
    }

    /** Roles that only the parent had came along with its content; the branch's own stay. */
    private void learnRoles(Change change, Branch parent, Branch branch, Instant now) {
        parts.catalog().rolesOf(parent.id()).stream()
                .filter(role -> parts.catalog().roleOf(branch.id(), role.name()).isEmpty())
                .map(role -> new Role(branch.id(), role.name(), role.password(), now, now))
                .forEach(change::put);
    }

    private Branch parentOf(Branch branch) {
        String parentId = branch.parentId();
        if (parentId == null) {
            throw new Refusal(
                    Kind.INVALID,
                    "NO_PARENT",
                    "Branch '%s' is a root branch: it has no parent to be reset from."
                            .formatted(branch.name()));
        }
        return parts.catalog()
                .branch(parentId)
                .orElseThrow(
                        () ->
                                new Refusal(
                                        Kind.NOT_FOUND,
                                        "PARENT_GONE",
                                        "The parent of branch '%s' does not exist any more."
                                                .formatted(branch.name())));
    }
}
