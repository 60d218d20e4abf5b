package dev.cambium.engine.branch.snapshot;

import dev.cambium.engine.branch.moment.Found;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.moment.Moments;
import dev.cambium.engine.branch.operation.BranchLocks;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.branch.retention.Lease;
import dev.cambium.engine.branch.retention.Timelines;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Change;
import dev.cambium.engine.catalog.DuplicateNameException;
import dev.cambium.engine.catalog.Ids;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Role;
import dev.cambium.engine.catalog.Snapshot;
import dev.cambium.engine.catalog.SnapshotDatabase;
import dev.cambium.engine.catalog.SnapshotState;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.timeline.Point;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Takes a snapshot of a branch at a moment.
 *
 * <p>Steps: moment found → intent (timeline OPENING) → the WAL of the point linked into that
 * timeline's folder → outcome (snapshot PENDING, the image it opens from one of its timeline). From
 * then on nothing that happens to the branch touches it. A kill before the outcome undoes it all.
 */
public final class CreateSnapshot {

    private final EngineParts parts;
    private final OperationLog operations;
    private final BranchLocks locks;
    private final Moments moments;

    public CreateSnapshot(
            EngineParts parts, OperationLog operations, BranchLocks locks, Moments moments) {
        this.parts = parts;
        this.operations = operations;
        this.locks = locks;
        this.moments = moments;
    }

    /**
     * Returns when the snapshot exists durably; it is materialised later.
     *
     * @param manual whether somebody asked for it; false if a plan did
     * @param also what belongs to the same commit
     */
    Snapshot run(
            Project project,
            Branch branch,
            Moment moment,
            NewSnapshot wish,
            boolean manual,
            Consumer<Change> also) {
        Instant now = parts.clock().instant();
        String name = SnapshotNames.name(wish.name(), branch.name(), now);
        NewSnapshot checked =
                new NewSnapshot(
                        name,
                        SnapshotNames.slug(wish.slug()),
                        SnapshotNames.expiry(wish.expiresAt(), now));
        refuseTaken(project, checked);
        String verb = "take snapshot '%s' of branch '%s'".formatted(name, branch.name());
        try (BranchLocks.Hold held = locks.fork(branch.id(), branch.name());
                Found found = moments.find(branch, moment)) {
            Timeline keeping = Timelines.opening(Ids.timeline(), project, now);
            Snapshot snapshot = snapshot(found, keeping, name, checked, manual, now);
            return keep(snapshot, keeping, found.lease(), verb, also);
        } catch (IOException e) {
            throw Refusal.of(e, verb);
        }
    }

    private Snapshot keep(
            Snapshot snapshot, Timeline keeping, Lease lease, String verb, Consumer<Change> also) {
        Operation operation =
                operations.begin(
                        "create_snapshot",
                        snapshot.projectId(),
                        snapshot.sourceBranchId(),
                        null,
                        Map.of(
                                OperationLog.TIMELINE,
                                keeping.id().value(),
                                "snapshot",
                                snapshot.id()),
                        change -> change.put(keeping));
        try {
            lease.keep(parts.opening(), keeping.id());
            operations.finish(
                    operation,
                    change -> {
                        change.put(Timelines.ofSnapshot(keeping, snapshot.source()));
                        lease.birth(change, keeping.id());
                        change.snapshots().put(snapshot);
                        also.accept(change);
                    });
            return snapshot;
        } catch (IOException | RuntimeException e) {
            Refusal refusal =
                    e instanceof DuplicateNameException
                            ? taken(String.valueOf(e.getMessage()))
                            : Refusal.of(e, verb);
            operations.giveUp(operation, keeping.id(), refusal, change -> {});
            throw refusal;
        }
    }

    private Snapshot snapshot(
            Found found,
            Timeline keeping,
            String name,
            NewSnapshot wish,
            boolean manual,
            Instant now) {
        Branch branch = found.branch();
        Point point = found.point();
        Map<String, String> roles = new LinkedHashMap<>();
        for (Role role : parts.catalog().rolesOf(branch.id())) {
            // Passwords of a protected branch stay its own.
            roles.put(role.name(), role.passwordElsewhere(branch.isProtected()));
        }
        List<SnapshotDatabase> databases =
                parts.catalog().databases(branch.id()).stream()
                        .map(
                                known ->
                                        new SnapshotDatabase(
                                                known.oid(), known.name(), known.ownerName()))
                        .toList();
        return new Snapshot(
                Ids.snapshot(),
                branch.projectId(),
                name,
                wish.slug(),
                branch.id(),
                branch.name(),
                point,
                found.time(),
                manual,
                SnapshotState.PENDING,
                null,
                keeping.id(),
                point.lsn(),
                null,
                roles,
                databases,
                now,
                now,
                wish.expiresAt());
    }

    /** Before anything is done; the outcome looks once more. */
    private void refuseTaken(Project project, NewSnapshot wish) {
        for (Snapshot other : parts.catalog().snapshots().of(project.id())) {
            if (other.name().equals(wish.name())) {
                throw taken(
                        "There is a snapshot '%s' already. Choose another name."
                                .formatted(other.name()));
            }
            if (other.slug() != null && other.slug().equals(wish.slug())) {
                throw taken(
                        "Snapshot '%s' has the slug '%s' already. Choose another one."
                                .formatted(other.name(), other.slug()));
            }
        }
    }

    private static Refusal taken(String sentence) {
        return new Refusal(Kind.CONFLICT, "SNAPSHOT_EXISTS", sentence);
    }
}
