package dev.cambium.engine.branch.snapshot;

import dev.cambium.engine.branch.compute.PrivateCompute;
import dev.cambium.engine.branch.history.History;
import dev.cambium.engine.branch.operation.Cleanup;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.OperationLog;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.branch.retention.Lease;
import dev.cambium.engine.branch.retention.Timelines;
import dev.cambium.engine.catalog.Ids;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Snapshot;
import dev.cambium.engine.catalog.SnapshotState;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.compute.ComputePurpose;
import dev.cambium.engine.compute.DataFolderProcesses;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;
import dev.cambium.engine.timeline.Point;
import dev.cambium.engine.timeline.WalRemoval;
import dev.cambium.engine.wal.ControlFile;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gives a snapshot a rest of its own, so that it pins no WAL of its branch and opens without
 * recovery.
 *
 * <p>Steps: intent (snapshot MATERIALISING, another timeline OPENING) → that timeline opened at the
 * snapshot's point, recovered by a hidden server and stopped cleanly → sealed → outcome (snapshot
 * READY on it, the timeline it had before in the trash) → all of it but the seal and the last WAL
 * deleted. A kill before the outcome leaves the snapshot as it was, to be materialised again; one
 * behind it leaves files that {@link #tidy} deletes at the next start. Used by one thread.
 */
public final class MaterialiseSnapshot {

    private static final Logger log = LoggerFactory.getLogger(MaterialiseSnapshot.class);

    private final EngineParts parts;
    private final OperationLog operations;
    private final SnapshotLeases leases;
    private final History history;
    private final PrivateCompute privateCompute;

    /** What a hidden server may be running on now. */
    private volatile @Nullable TimelineId underWay;

    public MaterialiseSnapshot(
            EngineParts parts,
            OperationLog operations,
            SnapshotLeases leases,
            History history,
            PrivateCompute privateCompute) {
        this.parts = parts;
        this.operations = operations;
        this.leases = leases;
        this.history = history;
        this.privateCompute = privateCompute;
    }

    /** Returns when the snapshot is ready, has failed, or is gone. */
    void run(Snapshot snapshot, Project project) {
        Timeline opening = Timelines.opening(Ids.timeline(), project, parts.clock().instant());
        Map<String, String> details = new LinkedHashMap<>();
        details.put(OperationLog.TIMELINE, opening.id().value());
        details.put("snapshot", snapshot.id());
        Operation operation;
        try {
            operation =
                    operations.begin(
                            "materialise_snapshot",
                            snapshot.projectId(),
                            snapshot.sourceBranchId(),
                            null,
                            details,
                            change -> {
                                change.put(opening);
                                change.snapshots().put(begun(snapshot.id()));
                            });
        } catch (Refusal gone) {
            log.debug("Snapshot {} was deleted before it was materialised", snapshot.name(), gone);
            return;
        }
        try {
            underWay = opening.id();
            recover(snapshot, opening.id());
            keep(snapshot, opening, operation);
        } catch (IOException | RuntimeException e) {
            fail(snapshot, opening, operation, e);
            return;
        } finally {
            underWay = null;
        }
        Cleanup.attempt(() -> tidy(opening.id()));
    }

    /**
     * Ends the hidden server, so that {@link #run} fails soon; the next engine begins anew. Not by
     * an interrupt, which would close files that others are using. May be called by any thread.
     */
    void breakOff() throws IOException {
        TimelineId timeline = underWay;
        if (timeline != null) {
            DataFolderProcesses.endAll(parts.volume().dataDirectory(timeline));
        }
    }

    private void recover(Snapshot snapshot, TimelineId opening) throws IOException {
        Point from;
        try (Lease lease = leases.lease(snapshot.id())) {
            lease.open(parts.opening(), opening);
            from = lease.point();
        }
        privateCompute.with(opening, from.lsn(), ComputePurpose.SNAPSHOT, console -> {});
    }

    private void keep(Snapshot snapshot, Timeline opening, Operation operation) throws IOException {
        long fullSize = parts.volume().space(opening.id()).logicalBytes();
        try (Lease rest = history.rest(opening.id())) {
            Instant now = parts.clock().instant();
            operations.finish(
                    operation,
                    change -> {
                        // As it is now: it may have been renamed meanwhile, or deleted.
                        Snapshot current = current(snapshot.id());
                        change.put(Timelines.ofSnapshot(opening, snapshot.source()));
                        rest.birth(change, opening.id());
                        change.masking().passReport(current.timeline(), opening.id());
                        change.snapshots().put(current.ready(rest.point(), fullSize, now));
                        parts.catalog()
                                .timeline(current.timeline())
                                .map(before -> Timelines.spent(before, now))
                                .ifPresent(change::put);
                    });
        }
    }

    private void fail(Snapshot snapshot, Timeline opening, Operation operation, Exception failure) {
        Refusal refusal =
                Refusal.of(failure, "materialise snapshot '%s'".formatted(snapshot.name()));
        String why = String.valueOf(refusal.getMessage());
        boolean gone = parts.catalog().snapshots().byId(snapshot.id()).isEmpty();
        if (gone) {
            log.debug("Snapshot {} was deleted while it was materialised", snapshot.name());
        } else {
            log.warn("Snapshot {} was not materialised; it still opens", snapshot.name(), failure);
        }
        Cleanup.attempt(() -> deleteLog(opening.id()));
        operations.giveUp(
                operation,
                opening.id(),
                refusal,
                change ->
                        parts.catalog()
                                .snapshots()
                                .byId(snapshot.id())
                                .map(found -> found.in(SnapshotState.FAILED, why, now()))
                                .ifPresent(change.snapshots()::put));
    }

    private Instant now() {
        return parts.clock().instant();
    }

    /**
     * Deletes what a materialised snapshot does not need: its files, of which it has a seal, its
     * server's log, and WAL before its last checkpoint. Does nothing the second time.
     */
    void tidy(TimelineId timeline) throws IOException {
        if (!parts.volume().timelines().contains(timeline)) {
            return;
        }
        for (Image image : parts.catalog().images(timeline)) {
            ControlFile control =
                    ControlFile.parse(parts.volume().read(timeline, ControlFile.PATH));
            WalRemoval.below(parts.walFolders().of(timeline), control.segments(), image.redo());
        }
        deleteLog(timeline);
        parts.volume().delete(timeline);
    }

    private void deleteLog(TimelineId timeline) throws IOException {
        Files.deleteIfExists(parts.computeFolders().logs().resolve(timeline + ".log"));
    }

    private Snapshot begun(String snapshotId) {
        return current(snapshotId).in(SnapshotState.MATERIALISING, null, parts.clock().instant());
    }

    private Snapshot current(String snapshotId) {
        return parts.catalog()
                .snapshots()
                .byId(snapshotId)
                .orElseThrow(
                        () ->
                                new Refusal(
                                        Kind.NOT_FOUND,
                                        "SNAPSHOT_NOT_FOUND",
                                        "The snapshot was deleted while it was materialised."));
    }
}
