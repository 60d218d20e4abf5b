package dev.cambium.engine.branch.snapshot;

import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.branch.retention.Lease;
import dev.cambium.engine.branch.retention.Leases;
import dev.cambium.engine.catalog.Snapshot;
import dev.cambium.engine.timeline.Image;

import java.util.List;
import java.util.Optional;

/** Holds what snapshots open from. Thread-safe. */
public final class SnapshotLeases {

    private final EngineParts parts;
    private final Leases leases;

    public SnapshotLeases(EngineParts parts, Leases leases) {
        this.parts = parts;
        this.leases = leases;
    }

    /**
     * Holds a snapshot's rest; before it is materialised, its point.
     *
     * @throws Refusal if the snapshot is gone
     */
    Lease lease(String snapshotId) {
        while (true) {
            Snapshot snapshot = snapshot(snapshotId);
            Optional<Lease> lease = leases.take(() -> imageOf(snapshot), snapshot.opensAt());
            if (lease.isPresent()) {
                return lease.get();
            }
            if (snapshot(snapshotId).timeline().equals(snapshot.timeline())) {
                throw new Refusal(
                        Kind.FAILED,
                        "SNAPSHOT_DAMAGED",
                        "Snapshot '%s' cannot be opened: the catalog has no image of %s."
                                .formatted(snapshot.name(), snapshot.timeline()));
            }
            // It was materialised in between, and opens from elsewhere now.
        }
    }

    private Snapshot snapshot(String id) {
        return parts.catalog().snapshots().byId(id).orElseThrow(() -> notFound(id));
    }

    private Optional<Image> imageOf(Snapshot snapshot) {
        List<Image> images = parts.catalog().images(snapshot.timeline());
        return images.isEmpty() ? Optional.empty() : Optional.of(images.getFirst());
    }

    static Refusal notFound(String snapshot) {
        return new Refusal(
                Kind.NOT_FOUND,
                "SNAPSHOT_NOT_FOUND",
                "There is no snapshot '%s'. 'cambium snapshots list' shows those there are."
                        .formatted(snapshot));
    }
}
