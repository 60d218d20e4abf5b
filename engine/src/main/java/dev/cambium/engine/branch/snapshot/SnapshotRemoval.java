package dev.cambium.engine.branch.snapshot;

import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.retention.Timelines;
import dev.cambium.engine.branch.retention.Trash;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.OperationState;
import dev.cambium.engine.catalog.Snapshot;
import dev.cambium.engine.catalog.UndoStep;
import dev.cambium.engine.page.TimelineId;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Deletes snapshots: in one commit the row goes and its timeline is given to the trash, which keeps
 * what is being restored from until that is done. Branches restored before stay as they are.
 * Thread-safe.
 */
final class SnapshotRemoval {

    private final EngineParts parts;
    private final Trash trash;

    SnapshotRemoval(EngineParts parts, Trash trash) {
        this.parts = parts;
        this.trash = trash;
    }

    /**
     * Puts a snapshot into the trash; an undo takes it out again.
     *
     * @return the operation, which is over
     */
    Operation delete(Snapshot snapshot) {
        Operation operation = operation(snapshot);
        Instant now = operation.createdAt();
        parts.catalog()
                .commit(
                        change -> {
                            change.snapshots().delete(snapshot.id(), operation.id(), now);
                            change.put(operation);
                            change.put(
                                    new UndoStep(
                                            operation.id(),
                                            snapshot.projectId(),
                                            snapshot.sourceBranchId(),
                                            operation.action(),
                                            "deletion of snapshot '%s'".formatted(snapshot.name()),
                                            now,
                                            null,
                                            List.of()));
                        });
        return operation;
    }

    private void deleteForGood(Snapshot snapshot) {
        Operation operation = operation(snapshot);
        remove(snapshot, operation, operation.createdAt());
    }

    private Operation operation(Snapshot snapshot) {
        Instant now = parts.clock().instant();
        return new Operation(
                UUID.randomUUID(),
                snapshot.projectId(),
                snapshot.sourceBranchId(),
                null,
                "delete_snapshot",
                OperationState.FINISHED,
                Map.of("snapshot", snapshot.id(), "name", snapshot.name()),
                null,
                now,
                now);
    }

    /** Deletes for good those whose time has come. */
    void expire() {
        Instant now = parts.clock().instant();
        List<Snapshot> expired =
                parts.catalog().snapshots().all().stream()
                        .filter(snapshot -> isExpired(snapshot, now))
                        .toList();
        expired.forEach(this::deleteForGood);
    }

    /** Frees at once what nobody shall get back. */
    void emptyTrash() {
        trash.empty();
    }

    private static boolean isExpired(Snapshot snapshot, Instant now) {
        Instant expiresAt = snapshot.expiresAt();
        return expiresAt != null && !expiresAt.isAfter(now);
    }

    private void remove(Snapshot snapshot, Operation operation, Instant now) {
        parts.catalog()
                .commit(
                        change -> {
                            // As it is now: it may have been materialised meanwhile.
                            TimelineId current =
                                    parts.catalog()
                                            .snapshots()
                                            .byId(snapshot.id())
                                            .map(Snapshot::timeline)
                                            .orElse(snapshot.timeline());
                            parts.catalog()
                                    .timeline(current)
                                    .map(timeline -> Timelines.spent(timeline, now))
                                    .ifPresent(change::put);
                            change.snapshots().remove(snapshot.id());
                            change.put(operation);
                        });
        trash.empty();
    }
}
