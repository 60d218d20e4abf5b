package dev.cambium.engine.branch.life;

import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.BranchNews;
import dev.cambium.engine.branch.operation.Branches;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Lookup;
import dev.cambium.engine.branch.operation.Names;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.branch.retention.Timelines;
import dev.cambium.engine.branch.retention.Trash;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.catalog.TimelineState;
import dev.cambium.engine.catalog.UndoStep;
import dev.cambium.engine.journal.JournalEntry.BranchEventKind;
import dev.cambium.engine.page.TimelineId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes a deleted branch back out of the trash: with its id, port, roles and content, asleep, and
 * without the time at which it was to expire. One commit.
 */
public final class RecoverBranch {

    private final EngineParts parts;
    private final OperationLog operations;
    private final BranchLocks locks;
    private final Trash trash;
    private final BranchNews news;

    public RecoverBranch(
            EngineParts parts,
            OperationLog operations,
            BranchLocks locks,
            Trash trash,
            BranchNews news) {
        this.parts = parts;
        this.operations = operations;
        this.locks = locks;
        this.trash = trash;
        this.news = news;
    }

    /**
     * @param branch by id or by the name it had; of several of one name, that deleted last
     * @param name under which it comes back; null means the one it had
     */
    Outcome run(String projectId, String branch, @Nullable String name) {
        Branch deleted = deleted(projectId, branch);
        String back = name == null ? deleted.name() : Names.checked("branch", name);
        Instant now = parts.clock().instant();
        TimelineId timeline = Lookup.timelineOf(deleted);
        try (BranchLocks.Hold held = locks.change(deleted.id(), deleted.name(), "recovered");
                Trash.Hold kept = trash.hold(List.of(timeline))) {
            if (parts.catalog().branchByName(projectId, back).isPresent()) {
                throw new Refusal(
                        Kind.CONFLICT,
                        "BRANCH_EXISTS",
                        "There is a branch '%s' already. Rename that one, or recover this one under another name (--name)."
                                .formatted(back));
            }
            Timeline content =
                    parts.catalog()
                            .timeline(timeline)
                            .filter(found -> found.state() == TimelineState.TRASHED)
                            .orElseThrow(() -> gone(deleted));
            Operation done =
                    operations.once(
                            "recover_branch",
                            projectId,
                            deleted.id(),
                            deleted.endpointId(),
                            now,
                            (change, id) -> {
                                change.put(Timelines.revived(content));
                                change.put(Branches.recovered(deleted, back, now));
                                change.appendTenure(deleted.id(), timeline, now);
                                undone(projectId, deleted)
                                        .forEach(step -> change.put(step.undone(now)));
                            });
            news.tell(deleted, BranchEventKind.RECOVERED, back + " was recovered");
            return Outcome.of(parts.catalog().branch(deleted.id()).orElseThrow(), done);
        }
    }

    /** A deletion of which nothing is left in the trash need not be undone any more. */
    private List<UndoStep> undone(String projectId, Branch recovered) {
        Set<String> stillDeleted =
                parts.catalog().deletedBranches(projectId).stream()
                        .map(Branch::id)
                        .filter(id -> !id.equals(recovered.id()))
                        .collect(Collectors.toSet());
        return parts.catalog().undo().steps(projectId).stream()
                .filter(step -> step.undoneAt() == null)
                .filter(step -> isDeletionOf(step, recovered))
                .filter(
                        step ->
                                step.branches().stream()
                                        .map(UndoStep.Touched::branchId)
                                        .noneMatch(stillDeleted::contains))
                .toList();
    }

    /** Of it alone, or of it with others: of nothing else, which it would have to undo yet. */
    private static boolean isDeletionOf(UndoStep step, Branch branch) {
        return step.branches().stream().allMatch(touched -> touched.left() == null)
                && step.branches().stream()
                        .anyMatch(touched -> touched.branchId().equals(branch.id()));
    }

    private Branch deleted(String projectId, String branch) {
        List<Branch> all = parts.catalog().deletedBranches(projectId);
        return all.stream()
                .filter(one -> one.id().equals(branch) || one.name().equals(branch))
                .findFirst()
                .orElseThrow(
                        () ->
                                parts.catalog()
                                                .branch(branch)
                                                .or(
                                                        () ->
                                                                parts.catalog()
                                                                        .branchByName(
                                                                                projectId, branch))
                                                .isPresent()
                                        ? new Refusal(
                                                Kind.CONFLICT,
                                                "BRANCH_NOT_DELETED",
                                                "Branch '%s' is not deleted: there is nothing to recover."
                                                        .formatted(branch))
                                        : new Refusal(
                                                Kind.NOT_FOUND,
                                                "BRANCH_NOT_FOUND",
                                                "No branch '%s' is in the trash. 'cambium branches list --deleted' shows those there are."
                                                        .formatted(branch)));
    }

    private static Refusal gone(Branch deleted) {
        return new Refusal(
                Kind.CONFLICT,
                "CONTENT_GONE",
                "What branch '%s' held is not in the trash any more, so it cannot be recovered."
                        .formatted(deleted.name()));
    }
}
