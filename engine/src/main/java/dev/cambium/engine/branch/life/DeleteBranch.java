package dev.cambium.engine.branch.life;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.BranchNews;
import dev.cambium.engine.branch.operation.Branches;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Lookup;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.branch.retention.Timelines;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Change;
import dev.cambium.engine.catalog.DeletionMethod;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.UndoStep;
import dev.cambium.engine.catalog.UndoStep.Touched;
import dev.cambium.engine.journal.JournalEntry.BranchEventKind;
import dev.cambium.engine.page.TimelineId;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Puts a branch, and perhaps its children, into the trash. It keeps its row, its port and its roles
 * there, and can be recovered until its content is deleted for good.
 *
 * <p>Steps: intent (branches DELETING) → computes stopped → outcome (branches DELETED, their
 * timelines trashed, children given another parent). A kill in between is finished at the next
 * start.
 */
public final class DeleteBranch {

    public static final String ACTION = "delete_branch";

    /** The details of the operation: the ids of the branches, and how they come into the trash. */
    private static final String BRANCHES = "branches";

    private static final String METHOD = "method";
    private static final String ORPHANS = "orphans";

    private final EngineParts parts;
    private final OperationLog operations;
    private final BranchLocks locks;
    private final Computes computes;
    private final BranchNews news;
    private final BranchRules rules;

    public DeleteBranch(
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
        this.rules = new BranchRules(parts.catalog());
    }

    /**
     * @return the branch as it was, and with it those that were deleted too
     */
    Outcome run(Branch branch, Orphans orphans, DeletionMethod method) {
        List<Branch> doomed = doomed(branch, orphans);
        Deque<BranchLocks.Hold> held = new ArrayDeque<>();
        try {
            for (Branch one : doomed) {
                held.push(locks.change(one.id(), one.name(), "deleted"));
            }
            if (orphans == Orphans.KEEP) {
                for (Branch child : parts.catalog().children(branch.id())) {
                    held.push(locks.change(child.id(), child.name(), "given another parent"));
                }
            }
            Branch present =
                    parts.catalog()
                            .branch(branch.id())
                            .orElseThrow(() -> Lookup.branchNotFound(branch.name()));
            refuseIfOthersCame(present, doomed, orphans, method);
            Operation done = delete(present, doomed, orphans, method);
            return new Outcome(branch, null, doomed.subList(1, doomed.size()), List.of(done));
        } finally {
            held.forEach(BranchLocks.Hold::close);
        }
    }

    /** Between the first look and the holds, a child may have come, or its time been extended. */
    private void refuseIfOthersCame(
            Branch branch, List<Branch> doomed, Orphans orphans, DeletionMethod method) {
        List<String> before = doomed.stream().map(Branch::id).toList();
        List<String> now = doomed(branch, orphans).stream().map(Branch::id).toList();
        Instant end = branch.expiresAt();
        boolean due =
                switch (method) {
                    case USER -> true;
                    case TTL -> end != null && end.isBefore(parts.clock().instant());
                };
        if (!before.equals(now) || !due) {
            throw new Refusal(
                    Kind.BUSY,
                    "BRANCH_BUSY",
                    "Branch '%s' was changed just now. Look at it, and try again."
                            .formatted(branch.name()));
        }
    }

    private Operation delete(
            Branch branch, List<Branch> doomed, Orphans orphans, DeletionMethod method) {
        Instant began = parts.clock().instant();
        Operation operation =
                operations.begin(
                        ACTION,
                        branch.projectId(),
                        branch.id(),
                        branch.endpointId(),
                        Map.of(
                                BRANCHES,
                                doomed.stream().map(Branch::id).collect(Collectors.joining(" ")),
                                METHOD,
                                method.name(),
                                ORPHANS,
                                orphans.name()),
                        change -> doomed.forEach(one -> change.put(Branches.deleting(one, began))));
        doomed.forEach(one -> computes.forget(one.id()));
        Operation done = operations.finish(operation, change -> finish(change, parts, operation));
        doomed.forEach(one -> news.tell(one, BranchEventKind.DELETED, one.name() + " was deleted"));
        return done;
    }

    /** The outcome of a deletion, as its intent says; also for one that was interrupted. */
    public static void finish(Change change, EngineParts parts, Operation operation) {
        Instant now = parts.clock().instant();
        Map<String, String> details = operation.details();
        DeletionMethod method =
                DeletionMethod.valueOf(details.getOrDefault(METHOD, DeletionMethod.USER.name()));
        List<Branch> doomed =
                Arrays.stream(
                                details.getOrDefault(BRANCHES, String.valueOf(operation.branchId()))
                                        .split(" "))
                        .flatMap(id -> parts.catalog().branch(id).stream())
                        .toList();
        if (doomed.isEmpty()) {
            return;
        }
        List<Touched> touched = new ArrayList<>();
        Branch first = doomed.getFirst();
        if (Orphans.KEEP.name().equals(details.get(ORPHANS))) {
            for (Branch child : parts.catalog().children(first.id())) {
                touched.add(Branches.before(child, child.currentTimeline()));
                change.put(Branches.childOf(child, first.parentId(), now));
            }
        }
        for (Branch branch : doomed) {
            touched.add(Branches.before(branch, null));
            trash(change, parts, branch, now);
            change.put(Branches.deleted(branch, method, now));
            change.closeTenure(branch.id(), now);
        }
        change.put(
                new UndoStep(
                        operation.id(),
                        first.projectId(),
                        first.id(),
                        ACTION,
                        title(doomed, method),
                        now,
                        null,
                        touched));
    }

    private static String title(List<Branch> doomed, DeletionMethod method) {
        String with = doomed.size() == 1 ? "" : " and %d below it".formatted(doomed.size() - 1);
        String why =
                switch (method) {
                    case USER -> "";
                    case TTL -> ", which expired";
                };
        return "deletion of '%s'%s%s".formatted(doomed.getFirst().name(), with, why);
    }

    /** Its timeline goes to the trash; those it was on before are there, or are others' now. */
    private static void trash(Change change, EngineParts parts, Branch branch, Instant now) {
        TimelineId timeline = branch.currentTimeline();
        if (timeline != null) {
            parts.catalog()
                    .timeline(timeline)
                    .map(found -> Timelines.trashed(found, now))
                    .ifPresent(change::put);
        }
    }

    /** The branch first, then its children, theirs and so on, if they go with it. */
    private List<Branch> doomed(Branch branch, Orphans orphans) {
        List<Branch> doomed = new ArrayList<>(List.of(branch));
        for (int i = 0; orphans == Orphans.DELETE && i < doomed.size(); i++) {
            doomed.addAll(parts.catalog().children(doomed.get(i).id()));
        }
        for (Branch one : doomed) {
            rules.refuseDefault(one);
            rules.refuseProtected(one, "deleted");
        }
        if (orphans == Orphans.REFUSE) {
            rules.refuseChildren(branch);
        }
        return doomed;
    }
}
