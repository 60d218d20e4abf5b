package dev.cambium.engine.branch.life;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.compute.NextCompute;
import dev.cambium.engine.branch.history.Opened;
import dev.cambium.engine.branch.life.Replacement.Kept;
import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.BranchNews;
import dev.cambium.engine.branch.operation.Branches;
import dev.cambium.engine.branch.operation.Cleanup;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Lookup;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.branch.retention.Timelines;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Change;
import dev.cambium.engine.catalog.DuplicateNameException;
import dev.cambium.engine.catalog.Ids;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.catalog.UndoStep;
import dev.cambium.engine.catalog.UndoStep.Made;
import dev.cambium.engine.catalog.UndoStep.Touched;
import dev.cambium.engine.compute.ComputeState;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Point;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Puts a branch on a new timeline, under the same id, name, port and passwords: what reset,
 * restore, import and all else that replaces content have in common.
 *
 * <p>Steps: intent (timeline OPENING) → timeline opened and, for an import, filled → a server
 * started on it, beside the one that still serves → that one stopped at once, outcome (tenure
 * appended, the old timeline in the trash or below a branch of its own, what is needed to undo it),
 * clients let in on the new one. A kill before the outcome leaves the branch as it was; one behind
 * it leaves it on its new content.
 *
 * <p>How to use it: hold the branch to change it ({@link BranchLocks#change}), hold what the
 * content comes from ({@link BranchLocks#fork}, or a lease), say with a {@link Replacement} what is
 * to be called what and what becomes of the old content, and open the timeline you are given:
 *
 * <pre>{@code
 * try (BranchLocks.Hold held = locks.change(branch.id(), branch.name(), "restored");
 *         Found found = moments.find(source, moment)) {
 *     Replaced replaced =
 *             replaceContent.run(
 *                     project,
 *                     branch,
 *                     Replacement.of("restore_branch", RESTORED, branch, "restored to …")
 *                             .keeping(Kept.under("dev_old")),
 *                     (opening, operation) -> forking.fork(found.lease(), opening.id()));
 *     replaced.backup().ifPresent(doors::open);
 * }
 * }</pre>
 */
public final class ReplaceContent {

    /** Makes the content: opens the timeline it is given, from any image at any point. */
    public interface Making {
        Opened make(Timeline opening, Operation operation) throws IOException;
    }

    /** Holds the branch from when its new content is whole until it is in place. */
    public interface Entry {
        BranchLocks.Hold enter();
    }

    private final EngineParts parts;
    private final OperationLog operations;
    private final Computes computes;
    private final Backups backups;
    private final BranchNews news;

    public ReplaceContent(
            EngineParts parts,
            OperationLog operations,
            Computes computes,
            Backups backups,
            BranchNews news) {
        this.parts = parts;
        this.operations = operations;
        this.computes = computes;
        this.backups = backups;
        this.news = news;
    }

    /**
     * The caller holds the branch. Returns when the new content is in place and, if wanted, runs.
     *
     * @throws Refusal if it could not be done; the branch is as it was then
     */
    public Replaced run(Project project, Branch branch, Replacement plan, Making making) {
        return run(project, branch, plan, making, () -> () -> {});
    }

    /**
     * As {@link #run(Project, Branch, Replacement, Making)}, for content that takes long to make:
     * the caller does not hold the branch, which is used and changed meanwhile.
     *
     * @param entry takes hold of it for the exchange alone
     * @throws Refusal also if the branch was given other content meanwhile, or is gone
     */
    public Replaced run(
            Project project, Branch asked, Replacement plan, Making making, Entry entry) {
        // What the caller knows of it may be from before another verb.
        Branch branch = parts.catalog().branch(asked.id()).orElseThrow(() -> changed(asked));
        TimelineId before = Lookup.timelineOf(branch);
        Branch backup = backups.planned(branch, plan.kept());
        try {
            return run(project, branch, before, backup, plan, making, entry);
        } finally {
            backups.settled(backup);
        }
    }

    private Replaced run(
            Project project,
            Branch branch,
            TimelineId before,
            @Nullable Branch backup,
            Replacement plan,
            Making making,
            Entry entry) {
        Timeline opening = Timelines.opening(Ids.timeline(), project, parts.clock().instant());
        Operation operation =
                operations.begin(
                        plan.action(),
                        project.id(),
                        branch.id(),
                        branch.endpointId(),
                        Map.of(OperationLog.TIMELINE, opening.id().value()),
                        change -> change.put(opening));
        operations.cancellable(operation, opening.id());
        Operation done;
        try (Opened opened = making.make(opening, operation);
                BranchLocks.Hold entered = entry.enter()) {
            Branch present = unchanged(branch, before);
            done = exchange(operation, present, plan, backup, opening, opened);
        } catch (IOException | RuntimeException e) {
            Refusal refusal = operations.why(operation, refusal(e, plan));
            operations.giveUp(operation, opening.id(), refusal, change -> {});
            parts.catalog().branch(branch.id()).ifPresent(this::restart);
            throw refusal;
        }
        news.tell(branch, plan.event(), plan.message());
        return new Replaced(
                parts.catalog().branch(branch.id()).orElseThrow(),
                backup == null ? null : parts.catalog().branch(backup.id()).orElseThrow(),
                before,
                done);
    }

    /** The branch as it is now, if it still has the content that the new one was made for. */
    private Branch unchanged(Branch branch, TimelineId before) {
        return parts.catalog()
                .branch(branch.id())
                .filter(present -> before.equals(present.currentTimeline()))
                .orElseThrow(() -> changed(branch));
    }

    private static Refusal changed(Branch branch) {
        return new Refusal(
                Kind.CONFLICT,
                "CONTENT_CHANGED",
                "Branch '%s' was deleted or given other content meanwhile. It was left as it is now; do it again if you still want it."
                        .formatted(branch.name()));
    }

    private Operation exchange(
            Operation operation,
            Branch branch,
            Replacement plan,
            @Nullable Branch backup,
            Timeline opening,
            Opened opened) {
        boolean root = opened.point().timeline().equals(opening.id());
        Timeline plain =
                root ? Timelines.rooted(opening) : Timelines.openedAt(opening, opened.point());
        Timeline next = plan.proven() ? Timelines.proven(plain) : plain;
        operations.progress(operation, "switching over", null);
        operations.pointOfNoReturn(operation);
        List<Operation> done = new ArrayList<>();
        try (NextCompute beside =
                branch.computeWanted() ? computes.nextCompute(branch, next) : null) {
            Timeline served = beside == null ? next : Timelines.proven(next);
            computes.exchange(
                    branch,
                    beside,
                    () ->
                            done.add(
                                    operations.finish(
                                            operation,
                                            change ->
                                                    outcome(
                                                            change, operation, branch, plan, backup,
                                                            served, opened))));
        }
        return done.getFirst();
    }

    private void outcome(
            Change change,
            Operation operation,
            Branch branch,
            Replacement plan,
            @Nullable Branch backup,
            Timeline next,
            Opened opened) {
        Instant now = parts.clock().instant();
        Point point = opened.point();
        Branch present = parts.catalog().branch(branch.id()).orElseThrow();
        Timeline old = parts.catalog().timeline(Lookup.timelineOf(present)).orElseThrow();
        change.put(next);
        opened.note(change, next.id());
        if (backup == null) {
            change.put(Timelines.trashed(old, now));
        } else {
            backups.put(change, backup, present, old.id());
        }
        change.put(plan.changed().after(present, point, now));
        change.appendTenure(branch.id(), next.id(), now);
        plan.also().into(change, now);
        change.put(undo(operation, present, plan, backup, next.id(), now));
    }

    private static UndoStep undo(
            Operation operation,
            Branch branch,
            Replacement plan,
            @Nullable Branch backup,
            TimelineId next,
            Instant now) {
        List<Touched> touched = new ArrayList<>();
        touched.add(Branches.before(branch, next));
        if (backup != null) {
            touched.add(new Made(backup.id(), Lookup.timelineOf(branch)));
        }
        touched.addAll(plan.alsoTouched());
        return new UndoStep(
                operation.id(),
                branch.projectId(),
                branch.id(),
                plan.action(),
                plan.title(),
                now,
                null,
                touched);
    }

    private static Refusal refusal(Exception e, Replacement plan) {
        if (e instanceof DuplicateNameException taken && plan.kept() instanceof Kept.Under kept) {
            return new Refusal(
                    Kind.CONFLICT,
                    "BRANCH_EXISTS",
                    "There is a branch '%s' already. Choose another name for what is to be kept."
                            .formatted(kept.name()),
                    taken);
        }
        return Refusal.of(e, plan.verb());
    }

    /** A failed verb leaves the branch as it was, also running if it ran. */
    private void restart(Branch branch) {
        if (branch.computeWanted() && computes.state(branch.id()) != ComputeState.RUNNING) {
            Cleanup.attempt(() -> computes.start(branch));
        }
    }
}
