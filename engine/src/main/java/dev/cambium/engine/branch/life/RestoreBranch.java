package dev.cambium.engine.branch.life;

import dev.cambium.engine.branch.history.Forking;
import dev.cambium.engine.branch.life.Replacement.Kept;
import dev.cambium.engine.branch.moment.Found;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.moment.Moments;
import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.Branches;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Change;
import dev.cambium.engine.catalog.ParentPoint;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.journal.JournalEntry.BranchEventKind;
import dev.cambium.engine.timeline.Point;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * Puts a branch, root or child, on a moment: of its own past, its parent's, or any other branch's.
 * What it held becomes a branch of its own. Whose child it is stays, so that a reset afterwards
 * means the same parent as before; its children stay its children.
 */
public final class RestoreBranch {

    private final BranchLocks locks;
    private final Moments moments;
    private final Forking forking;
    private final ReplaceContent replaceContent;
    private final BranchRules rules;
    private final RolesThatCome roles;

    public RestoreBranch(
            EngineParts parts,
            BranchLocks locks,
            Moments moments,
            Forking forking,
            ReplaceContent replaceContent) {
        this.locks = locks;
        this.moments = moments;
        this.forking = forking;
        this.replaceContent = replaceContent;
        this.rules = new BranchRules(parts.catalog());
        this.roles = new RolesThatCome(parts.catalog());
    }

    /**
     * @param source whose moment is meant; may be the branch itself
     * @param kept what becomes of what it holds now
     */
    Replaced run(Project project, Branch branch, Branch source, Moment moment, Kept kept) {
        rules.refuseProtected(branch, "restored over");
        boolean self = source.id().equals(branch.id());
        if (self && moment instanceof Moment.Head) {
            throw new Refusal(
                    Kind.INVALID,
                    "MOMENT_NEEDED",
                    "Branch '%s' is at its own head already. Name the LSN or the time that it shall be restored to."
                            .formatted(branch.name()));
        }
        try (BranchLocks.Hold held = locks.change(branch.id(), branch.name(), "restored");
                BranchLocks.Hold sourceHeld =
                        self ? () -> {} : locks.fork(source.id(), source.name());
                Found found = moments.find(source, moment)) {
            return replaceContent.run(
                    project,
                    branch,
                    plan(branch, found, kept),
                    (opening, operation) -> forking.fork(found.lease(), opening.id()));
        } catch (IOException e) {
            throw Refusal.of(e, "restore branch '%s'".formatted(branch.name()));
        }
    }

    private Replacement plan(Branch branch, Found found, Kept kept) {
        Branch source = found.branch();
        String to = found.told().source();
        return Replacement.of(
                        "restore_branch",
                        BranchEventKind.RESTORED,
                        "restore branch '%s'".formatted(branch.name()),
                        "restore of '%s' to %s".formatted(branch.name(), to),
                        "%s was restored to %s".formatted(branch.name(), to))
                .keeping(kept)
                .changing(
                        (before, point, now) ->
                                Branches.restored(before, left(before, found, point), now))
                .with((change, now) -> come(change, source, branch, now), List.of());
    }

    private void come(Change change, Branch source, Branch branch, Instant now) {
        if (!source.id().equals(branch.id())) {
            roles.put(change, source, branch, now);
        }
    }

    /** Content of the parent left it there; all other content leaves the tree as it is. */
    private static @Nullable ParentPoint left(Branch branch, Found found, Point point) {
        return found.branch().id().equals(branch.parentId())
                ? new ParentPoint(point.timeline(), point.lsn(), found.time())
                : branch.parentPoint();
    }
}
