package dev.cambium.engine.branch.snapshot;

import dev.cambium.engine.branch.compute.Computes;
import dev.cambium.engine.branch.compute.Holds;
import dev.cambium.engine.branch.history.Forking;
import dev.cambium.engine.branch.life.ReplaceContent;
import dev.cambium.engine.branch.life.Replaced;
import dev.cambium.engine.branch.life.Replacement;
import dev.cambium.engine.branch.life.Replacement.Kept;
import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.BranchNews;
import dev.cambium.engine.branch.operation.Branches;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Lookup;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.branch.retention.Timelines;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchRestore;
import dev.cambium.engine.catalog.BranchRestore.Status;
import dev.cambium.engine.catalog.Change;
import dev.cambium.engine.catalog.DeletionMethod;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Role;
import dev.cambium.engine.catalog.Snapshot;
import dev.cambium.engine.catalog.UndoStep.Touched;
import dev.cambium.engine.journal.JournalEntry.BranchEventKind;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Gives a branch the content of a snapshot: at once, or by way of a branch that was restored from
 * it to be looked at first. The branch's id, name, port and passwords stay; what it held before is
 * kept as a branch of its own.
 */
public final class RestoreOnto {

    private final EngineParts parts;
    private final BranchLocks locks;
    private final Computes computes;
    private final SnapshotLeases leases;
    private final Forking forking;
    private final ReplaceContent replaceContent;

    public RestoreOnto(
            EngineParts parts,
            BranchLocks locks,
            Computes computes,
            SnapshotLeases leases,
            Forking forking,
            ReplaceContent replaceContent) {
        this.parts = parts;
        this.locks = locks;
        this.computes = computes;
        this.leases = leases;
        this.forking = forking;
        this.replaceContent = replaceContent;
    }

    /**
     * In one step.
     *
     * @param backupName for what the branch holds now; null lets the engine find one
     */
    Replaced run(Project project, Snapshot snapshot, Branch target, @Nullable String backupName) {
        refuseProtected(target);
        Replacement plan =
                plan(
                        target,
                        backupName,
                        "snapshot '%s'".formatted(snapshot.name()),
                        List.of(),
                        (change, now) -> {
                            bringRoles(change, snapshot, target, now);
                            change.snapshots().put(finalized(target, snapshot.id(), now));
                        });
        try (BranchLocks.Hold held = locks.change(target.id(), target.name(), "restored")) {
            return replaceContent.run(
                    project,
                    target,
                    plan,
                    (opening, operation) ->
                            forking.fork(leases.lease(snapshot.id()), opening.id()));
        }
    }

    /**
     * The second of two steps: the target gets what the restored branch holds now. That branch goes
     * to the trash in the same commit, and its children become the target's; one undo takes all of
     * it back.
     *
     * @param backupName for what the target holds now; null lets the engine find one
     */
    Replaced finish(Project project, Branch restored, @Nullable String backupName) {
        BranchRestore restore = restoreToFinish(restored);
        Branch target = targetOf(restored, restore);
        refuseProtected(target);
        refuseKept(restored);
        Deque<BranchLocks.Hold> held = new ArrayDeque<>();
        try {
            held.push(locks.change(target.id(), target.name(), "restored"));
            held.push(locks.change(restored.id(), restored.name(), "put in another's place"));
            List<Branch> children = parts.catalog().children(restored.id());
            List<Touched> touched = new ArrayList<>();
            touched.add(Branches.before(restored, null));
            for (Branch child : children) {
                if (!child.id().equals(target.id())) { // held already
                    held.push(locks.change(child.id(), child.name(), "given another parent"));
                    touched.add(Branches.before(child, child.currentTimeline()));
                }
            }
            Replacement plan =
                    plan(
                            target,
                            backupName,
                            "'%s'".formatted(restored.name()),
                            touched,
                            (change, now) -> {
                                bringRoles(change, restored, target, now);
                                change.snapshots()
                                        .put(finalized(target, restore.snapshotId(), now));
                                remove(change, restored, children, target, now);
                            });
            Replaced replaced;
            try (Holds.Hold asleep = computes.hold(restored.id())) {
                replaced =
                        replaceContent.run(
                                project,
                                target,
                                plan,
                                (opening, operation) -> forking.fork(restored, opening.id()));
            }
            computes.forget(restored.id());
            new BranchNews(parts)
                    .tell(
                            restored,
                            BranchEventKind.DELETED,
                            "%s was put in the place of %s"
                                    .formatted(restored.name(), target.name()));
            return replaced;
        } finally {
            held.forEach(BranchLocks.Hold::close);
        }
    }

    private void remove(
            Change change, Branch restored, List<Branch> children, Branch target, Instant now) {
        parts.catalog()
                .timeline(Lookup.timelineOf(restored))
                .map(timeline -> Timelines.trashed(timeline, now))
                .ifPresent(change::put);
        change.put(Branches.deleted(restored, DeletionMethod.USER, now));
        change.closeTenure(restored.id(), now);
        for (Branch child : children) {
            if (!child.id().equals(target.id())) {
                change.put(Branches.childOf(child, target.id(), now));
            }
        }
    }

    /** It would be deleted with it. */
    private static void refuseKept(Branch restored) {
        if (restored.isProtected() || restored.isDefault()) {
            throw new Refusal(
                    Kind.CONFLICT,
                    restored.isProtected() ? "BRANCH_PROTECTED" : "DEFAULT_BRANCH",
                    "Branch '%s' is %s, and finalizing puts it in another's place, so that it goes. %s"
                            .formatted(
                                    restored.name(),
                                    restored.isProtected() ? "protected" : "the default branch",
                                    restored.isProtected()
                                            ? "Remove its protection first."
                                            : "Make another branch the default first."));
        }
    }

    private static Replacement plan(
            Branch target,
            @Nullable String backupName,
            String from,
            List<Touched> touched,
            Replacement.Also also) {
        return Replacement.of(
                        Replacement.BY_SNAPSHOT,
                        BranchEventKind.RESTORED,
                        "restore %s onto branch '%s'".formatted(from, target.name()),
                        "restore of '%s' from %s".formatted(target.name(), from),
                        "%s was restored from %s".formatted(target.name(), from))
                .keeping(backupName == null ? new Kept.AsBackup() : new Kept.Under(backupName))
                .changing(
                        (branch, point, now) ->
                                Branches.restored(branch, branch.parentPoint(), now))
                .with(also, touched);
    }

    private static BranchRestore finalized(Branch target, String snapshotId, Instant now) {
        return new BranchRestore(target.id(), snapshotId, target.id(), Status.FINALIZED, now);
    }

    /** Roles that the content brings and the branch does not have; its own stay as they are. */
    private void bringRoles(Change change, Snapshot snapshot, Branch target, Instant now) {
        snapshot.roles().forEach((name, password) -> bring(change, target, name, password, now));
    }

    private void bringRoles(Change change, Branch source, Branch target, Instant now) {
        parts.catalog()
                .rolesOf(source.id())
                .forEach(role -> bring(change, target, role.name(), role.password(), now));
    }

    private void bring(Change change, Branch target, String name, String password, Instant now) {
        if (parts.catalog().roleOf(target.id(), name).isEmpty()) {
            change.put(new Role(target.id(), name, password, now, now));
        }
    }

    private BranchRestore restoreToFinish(Branch restored) {
        return parts.catalog()
                .snapshots()
                .restoreOf(restored.id())
                .filter(restore -> restore.status() == Status.RESTORED)
                .orElseThrow(
                        () ->
                                new Refusal(
                                        Kind.CONFLICT,
                                        "NOT_RESTORED",
                                        "Branch '%s' was not restored from a snapshot to be finalized, or was finalized already. Restore a snapshot first."
                                                .formatted(restored.name())));
    }

    private Branch targetOf(Branch restored, BranchRestore restore) {
        String target = restore.targetBranchId();
        if (target == null) {
            throw new Refusal(
                    Kind.CONFLICT,
                    "NO_TARGET",
                    "Branch '%s' was restored to stand on its own: the snapshot's branch was gone. Restore the snapshot again with a target branch."
                            .formatted(restored.name()));
        }
        return parts.catalog().branch(target).orElseThrow(() -> Lookup.branchNotFound(target));
    }

    private static void refuseProtected(Branch target) {
        if (target.isProtected()) {
            throw new Refusal(
                    Kind.CONFLICT,
                    "BRANCH_PROTECTED",
                    "Branch '%s' is protected. Remove its protection before you restore onto it."
                            .formatted(target.name()));
        }
    }
}
