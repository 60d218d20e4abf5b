package dev.cambium.engine.branch.life;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.compute.NextCompute;
import dev.cambium.engine.branch.endpoint.Doors;
import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.BranchNews;
import dev.cambium.engine.branch.operation.Branches;
import dev.cambium.engine.branch.operation.Cleanup;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Happening;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.branch.retention.Timelines;
import dev.cambium.engine.branch.retention.Trash;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Change;
import dev.cambium.engine.catalog.DeletedProject;
import dev.cambium.engine.catalog.DeletedSnapshot;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Snapshot;
import dev.cambium.engine.catalog.SnapshotState;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.catalog.UndoStep;
import dev.cambium.engine.catalog.UndoStep.Before;
import dev.cambium.engine.catalog.UndoStep.Made;
import dev.cambium.engine.journal.JournalEntry.BranchEventKind;
import dev.cambium.engine.page.TimelineId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes back what a verb did: each branch is again what and on which timeline it was, and branches
 * that the verb made are gone. What is left by that goes to the trash, where a time still finds it.
 *
 * <p>Steps: intent → where content comes back, a server is started on it → the one that serves is
 * stopped at once, outcome, clients let in. A kill before the outcome leaves all as it was.
 */
public final class Undo {

    /**
     * Something that was done.
     *
     * @param obstacle why it cannot be undone now; null if it can
     */
    public record Undoable(UndoStep step, @Nullable String obstacle) {}

    private final EngineParts parts;
    private final OperationLog operations;
    private final BranchLocks locks;
    private final Computes computes;
    private final Trash trash;
    private final Doors doors;
    private final BranchNews news;
    private final UndoObstacles obstacles;

    public Undo(
            EngineParts parts,
            OperationLog operations,
            BranchLocks locks,
            Computes computes,
            Trash trash,
            Doors doors,
            BranchNews news) {
        this.parts = parts;
        this.operations = operations;
        this.locks = locks;
        this.computes = computes;
        this.trash = trash;
        this.doors = doors;
        this.news = news;
        this.obstacles = new UndoObstacles(parts.catalog());
    }

    /** What was done and not undone, newest first, and what stops its undo. */
    public List<Undoable> steps(Project project) {
        return parts.catalog().undo().steps(project.id()).stream()
                .filter(step -> step.undoneAt() == null)
                .map(step -> new Undoable(step, obstacles.of(step).orElse(null)))
                .toList();
    }

    /**
     * Undoes a step.
     *
     * @param id that of the operation; null means the last one that was not undone
     * @return the branch it was about, or the first that is left of those it touched
     */
    public Undone run(Project project, @Nullable String id) {
        UndoStep step = step(project, id);
        Deque<AutoCloseableHold> held = new ArrayDeque<>();
        try {
            for (UndoStep.Touched touched : step.branches()) {
                BranchLocks.Hold hold =
                        locks.change(touched.branchId(), nameOf(touched.branchId()), "undone");
                held.push(hold::close);
            }
            Trash.Hold kept =
                    trash.hold(
                            step.branches().stream()
                                    .flatMap(touched -> timelineBefore(touched).stream())
                                    .toList());
            held.push(kept::close);
            obstacles
                    .of(parts.catalog().undo().step(step.id()).orElse(step))
                    .ifPresent(
                            why -> {
                                throw new Refusal(Kind.CONFLICT, "CANNOT_UNDO", why);
                            });
            return undo(project, step);
        } finally {
            held.forEach(AutoCloseableHold::close);
        }
    }

    /**
     * What was undone.
     *
     * @param branches as they are now
     */
    public record Undone(UndoStep step, List<Branch> branches, Operation operation) {}

    private interface AutoCloseableHold {
        void close();
    }

    private Undone undo(Project project, UndoStep step) {
        Operation operation =
                operations.begin(
                        "undo",
                        project.id(),
                        step.branchId(),
                        null,
                        Map.of("step", step.id().toString()),
                        change -> {});
        List<Branch> made = made(step);
        Operation done;
        try {
            made.forEach(branch -> computes.forget(branch.id()));
            done = exchange(operation, step);
        } catch (RuntimeException e) {
            Refusal refusal = Refusal.of(e, "undo the " + step.title());
            if (operations.isOpen(operation)) {
                Cleanup.attempt(
                        () ->
                                operations.fail(
                                        operation,
                                        String.valueOf(refusal.getMessage()),
                                        change -> {}));
            }
            throw refusal;
        }
        made.forEach(doors::close);
        List<Branch> branches = new ArrayList<>();
        for (UndoStep.Touched touched : step.branches()) {
            parts.catalog()
                    .branch(touched.branchId())
                    .ifPresent(
                            branch -> {
                                doors.open(branch);
                                tell(branch, touched, step);
                                branches.add(branch);
                            });
        }
        if (step.action().equals(DeleteProject.ACTION)) {
            parts.happenings()
                    .tell(
                            new Happening(
                                    "project.recovered",
                                    project.id(),
                                    null,
                                    null,
                                    project.name() + " was recovered",
                                    null));
        }
        return new Undone(step, branches, done);
    }

    private void tell(Branch branch, UndoStep.Touched touched, UndoStep step) {
        boolean deleted = touched.left() == null;
        news.tell(
                branch,
                deleted ? BranchEventKind.RECOVERED : BranchEventKind.RESTORED,
                "the %s was undone".formatted(step.title()));
    }

    /** The content of at most one branch comes back while it serves; others do not serve. */
    private Operation exchange(Operation operation, UndoStep step) {
        List<Operation> done = new ArrayList<>();
        Runnable outcome =
                () -> done.add(operations.finish(operation, change -> outcome(change, step)));
        for (UndoStep.Touched touched : step.branches()) {
            Branch branch = parts.catalog().branch(touched.branchId()).orElse(null);
            if (branch != null
                    && touched instanceof Before before
                    && !before.timeline().equals(branch.currentTimeline())) {
                Timeline back = parts.catalog().timeline(before.timeline()).orElseThrow();
                try (NextCompute next =
                        branch.computeWanted()
                                ? computes.nextCompute(branch, Timelines.revived(back))
                                : null) {
                    computes.exchange(branch, next, outcome);
                }
                return done.getFirst();
            }
        }
        outcome.run();
        return done.getFirst();
    }

    private void outcome(Change change, UndoStep step) {
        Instant now = parts.clock().instant();
        for (UndoStep.Touched touched : step.branches()) {
            if (touched instanceof Made made) {
                for (Branch child : parts.catalog().children(made.branchId())) {
                    change.put(Branches.childOf(child, step.branchId(), now));
                }
                change.removeBranch(made.branchId());
            }
        }
        for (UndoStep.Touched touched : step.branches()) {
            if (touched instanceof Before before) {
                putBack(change, before, now);
            }
        }
        for (DeletedSnapshot deleted : parts.catalog().snapshots().deleted()) {
            if (deleted.deletedBy().equals(step.id())) {
                change.snapshots().undelete(asPending(deleted, now));
            }
        }
        forgetRestore(change, step);
        deletedProject(step).ifPresent(deleted -> change.undeleteProject(deleted.project()));
        change.put(step.undone(now));
    }

    /** The one that the step deleted. */
    private Optional<DeletedProject> deletedProject(UndoStep step) {
        return parts.catalog().deletedProjects().stream()
                .filter(deleted -> deleted.deletedBy().equals(step.id()))
                .findFirst();
    }

    /** One that was deleted while it was materialised begins that anew. */
    private static DeletedSnapshot asPending(DeletedSnapshot deleted, Instant now) {
        Snapshot snapshot = deleted.snapshot();
        return snapshot.state() == SnapshotState.READY
                ? deleted
                : new DeletedSnapshot(
                        snapshot.in(SnapshotState.PENDING, null, now),
                        deleted.deletedBy(),
                        deleted.deletedAt());
    }

    /** From which snapshot a branch has its content: that of before the step is not known. */
    private static void forgetRestore(Change change, UndoStep step) {
        if (step.action().equals(Replacement.BY_SNAPSHOT)) {
            change.snapshots().removeRestore(step.branchId());
        }
    }

    private void putBack(Change change, Before before, Instant now) {
        Optional<Branch> living = parts.catalog().branch(before.branchId());
        if (before.left() == null && living.isPresent()) {
            return; // it was recovered meanwhile
        }
        Branch branch =
                living.or(() -> parts.catalog().deletedBranch(before.branchId())).orElseThrow();
        change.put(Branches.undone(branch, before, now));
        TimelineId left = before.left();
        if (!before.timeline().equals(left)) {
            if (left != null) {
                parts.catalog()
                        .timeline(left)
                        .map(timeline -> Timelines.trashed(timeline, now))
                        .ifPresent(change::put);
            }
            change.put(
                    Timelines.revived(parts.catalog().timeline(before.timeline()).orElseThrow()));
            change.appendTenure(branch.id(), before.timeline(), now);
        }
    }

    private UndoStep step(Project project, @Nullable String id) {
        List<UndoStep> steps = parts.catalog().undo().steps(project.id());
        return steps.stream()
                .filter(step -> id == null ? step.undoneAt() == null : step.id().equals(parsed(id)))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Refusal(
                                        Kind.NOT_FOUND,
                                        "NOTHING_TO_UNDO",
                                        id == null
                                                ? "There is nothing to undo."
                                                : "There is no operation '%s' that can be undone. 'cambium undo --list' shows those there are."
                                                        .formatted(id)));
    }

    private static @Nullable UUID parsed(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private List<Branch> made(UndoStep step) {
        return step.branches().stream()
                .filter(Made.class::isInstance)
                .flatMap(made -> parts.catalog().branch(made.branchId()).stream())
                .toList();
    }

    private static Optional<TimelineId> timelineBefore(UndoStep.Touched touched) {
        return touched instanceof Before before ? Optional.of(before.timeline()) : Optional.empty();
    }

    private String nameOf(String branchId) {
        return parts.catalog().branch(branchId).map(Branch::name).orElse(branchId);
    }
}
