package dev.cambium.engine.branch.snapshot;

import dev.cambium.engine.branch.compute.PortChooser;
import dev.cambium.engine.branch.history.Forking;
import dev.cambium.engine.branch.history.Opened;
import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.BranchNews;
import dev.cambium.engine.branch.operation.Branches;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.branch.retention.Timelines;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchRestore;
import dev.cambium.engine.catalog.Change;
import dev.cambium.engine.catalog.DuplicateNameException;
import dev.cambium.engine.catalog.Ids;
import dev.cambium.engine.catalog.KnownDatabase;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Role;
import dev.cambium.engine.catalog.Snapshot;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.journal.JournalEntry.BranchEventKind;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/**
 * Makes a root branch with the content of a snapshot.
 *
 * <p>Steps: intent (branch CREATING, timeline OPENING) → timeline opened from the snapshot's rest,
 * or from its point while it has none → outcome (branch READY on it). A kill before the outcome
 * undoes it all.
 */
public final class RestoreSnapshot {

    /** The action of its operation. */
    public static final String ACTION = "restore_snapshot";

    private final EngineParts parts;
    private final OperationLog operations;
    private final BranchLocks locks;
    private final SnapshotLeases leases;
    private final Forking forking;
    private final PortChooser ports;
    private final BranchNews news;

    public RestoreSnapshot(
            EngineParts parts,
            OperationLog operations,
            BranchLocks locks,
            SnapshotLeases leases,
            Forking forking,
            PortChooser ports,
            BranchNews news) {
        this.parts = parts;
        this.operations = operations;
        this.locks = locks;
        this.leases = leases;
        this.forking = forking;
        this.ports = ports;
        this.news = news;
    }

    /**
     * Returns when the branch exists durably; its compute sleeps until someone connects.
     *
     * @param name null lets the engine find one
     * @param target the branch whose place it may take later; null for none
     */
    Branch run(Project project, Snapshot snapshot, @Nullable String name, @Nullable Branch target) {
        Instant now = parts.clock().instant();
        Branch creating =
                Branches.creating(
                        project,
                        name == null
                                ? SnapshotNames.name(
                                        null, snapshot.sourceBranchName() + "_restored", now)
                                : name,
                        null,
                        ports::choose,
                        false,
                        false,
                        now);
        BranchRestore restore =
                new BranchRestore(
                        creating.id(),
                        snapshot.id(),
                        target == null ? null : target.id(),
                        BranchRestore.Status.RESTORED,
                        now);
        try (BranchLocks.Hold held = locks.change(creating.id(), creating.name(), "created")) {
            return create(
                    snapshot, creating, restore, Timelines.opening(Ids.timeline(), project, now));
        } finally {
            ports.giveBack(creating.port());
        }
    }

    private Branch create(
            Snapshot snapshot, Branch creating, BranchRestore restore, Timeline opening) {
        Operation operation = begin(snapshot, creating, opening);
        try (Opened opened = forking.fork(leases.lease(snapshot.id()), opening.id())) {
            Instant now = parts.clock().instant();
            operations.finish(
                    operation,
                    change -> {
                        change.put(Timelines.openedAt(opening, opened.point()));
                        opened.note(change, opening.id());
                        change.put(Branches.ready(creating, null, now));
                        change.appendTenure(creating.id(), opening.id(), now);
                        change.snapshots().put(restore);
                    });
        } catch (IOException | RuntimeException e) {
            Refusal refusal = Refusal.of(e, "restore snapshot '%s'".formatted(snapshot.name()));
            operations.giveUp(
                    operation, opening.id(), refusal, change -> change.removeBranch(creating.id()));
            throw refusal;
        }
        news.tell(
                creating,
                BranchEventKind.CREATED,
                "%s was restored from snapshot %s".formatted(creating.name(), snapshot.name()));
        return parts.catalog().branch(creating.id()).orElseThrow();
    }

    private Operation begin(Snapshot snapshot, Branch creating, Timeline opening) {
        try {
            return operations.begin(
                    ACTION,
                    creating.projectId(),
                    creating.id(),
                    creating.endpointId(),
                    Map.of(OperationLog.TIMELINE, opening.id().value(), "snapshot", snapshot.id()),
                    change -> {
                        change.put(opening);
                        change.put(creating);
                        bring(snapshot, creating, change);
                    });
        } catch (DuplicateNameException e) {
            throw new Refusal(
                    Kind.CONFLICT,
                    "BRANCH_EXISTS",
                    "There is a branch '%s' already. Choose another name, or restore onto that branch."
                            .formatted(creating.name()),
                    e);
        }
    }

    /** The roles and databases that the snapshot's branch had. */
    private static void bring(Snapshot snapshot, Branch creating, Change change) {
        Instant now = creating.createdAt();
        snapshot.roles()
                .forEach(
                        (name, password) ->
                                change.put(new Role(creating.id(), name, password, now, now)));
        snapshot.databases()
                .forEach(
                        known ->
                                change.put(
                                        new KnownDatabase(
                                                creating.id(),
                                                known.oid(),
                                                known.name(),
                                                known.ownerName(),
                                                now)));
    }
}
