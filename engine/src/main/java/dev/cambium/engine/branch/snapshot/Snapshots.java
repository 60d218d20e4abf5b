package dev.cambium.engine.branch.snapshot;

import dev.cambium.engine.branch.life.Replaced;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Lookup;
import dev.cambium.engine.branch.operation.Names;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.branch.retention.Trash;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.BranchRestore;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.DuplicateNameException;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Snapshot;
import dev.cambium.engine.catalog.SnapshotPlan;
import dev.cambium.engine.timeline.Image;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Moments of branches that are kept, whatever becomes of the branches. Snapshots are named by id,
 * name or slug. Thread-safe.
 */
public final class Snapshots {

    private static final Logger log = LoggerFactory.getLogger(Snapshots.class);

    private final EngineParts parts;
    private final Catalog catalog;
    private final CreateSnapshot create;
    private final RestoreSnapshot restore;
    private final RestoreOnto restoreOnto;
    private final Exchanging exchanging;
    private final SnapshotRemoval removal;
    private final SnapshotKeeper keeper;
    private final SnapshotSchedules schedules;

    /** What is seen to when branches came, went, or got other content. */
    public interface Exchanging {
        void made(Branch branch);

        void replaced(Replaced replaced);

        void gone(Branch branch);
    }

    public Snapshots(
            EngineParts parts,
            CreateSnapshot create,
            RestoreSnapshot restore,
            RestoreOnto restoreOnto,
            MaterialiseSnapshot materialise,
            Trash trash,
            Exchanging exchanging) {
        this.parts = parts;
        this.catalog = parts.catalog();
        this.create = create;
        this.restore = restore;
        this.restoreOnto = restoreOnto;
        this.exchanging = exchanging;
        this.removal = new SnapshotRemoval(parts, trash);
        this.schedules = new SnapshotSchedules(catalog, parts.clock(), this::takePlanned);
        this.keeper = new SnapshotKeeper(parts, materialise, schedules, removal);
    }

    /** Begins to see to snapshots in the background. */
    public void start() {
        keeper.start();
    }

    /** Ends the background work. */
    public void stop() {
        keeper.close();
    }

    /** All of a project, oldest first. */
    public List<Snapshot> of(Project project) {
        return catalog.snapshots().of(project.id());
    }

    /**
     * @param snapshot an id, a name or a slug
     */
    public Snapshot get(Project project, String snapshot) {
        List<Snapshot> all = of(project);
        return all.stream()
                .filter(one -> one.id().equals(snapshot))
                .findFirst()
                .or(() -> all.stream().filter(one -> one.name().equals(snapshot)).findFirst())
                .or(() -> all.stream().filter(one -> snapshot.equals(one.slug())).findFirst())
                .orElseThrow(() -> SnapshotLeases.notFound(snapshot));
    }

    /** What a snapshot takes on disk by itself; what cannot be measured now is not told. */
    public SnapshotSpace space(Snapshot snapshot) {
        try {
            return new SnapshotSpace(
                    snapshot.fullSize() == null ? null : uniqueBytes(snapshot),
                    parts.walFolders().allocatedBytes(snapshot.timeline()));
        } catch (IOException e) {
            log.debug("The space of snapshot {} could not be measured", snapshot.name(), e);
            return new SnapshotSpace(null, 0);
        }
    }

    private long uniqueBytes(Snapshot snapshot) throws IOException {
        long bytes = 0;
        for (Image image : catalog.images(snapshot.timeline())) {
            bytes += parts.volume().uniqueBytes(image.seal());
        }
        return bytes;
    }

    /** Takes a snapshot; it can be restored from when this returns, and is materialised later. */
    public Snapshot create(Project project, Branch branch, Moment moment, NewSnapshot wish) {
        Snapshot made = create.run(project, branch, moment, wish, true, change -> {});
        keeper.wake();
        return made;
    }

    /**
     * Changes what is given.
     *
     * @param name null leaves it
     * @param expiry of the one that was; the same leaves it
     */
    public Snapshot update(
            Snapshot snapshot, @Nullable String name, UnaryOperator<@Nullable Instant> expiry) {
        Instant now = parts.clock().instant();
        try {
            return catalog.commitAndGet(
                    change -> {
                        Snapshot current =
                                catalog.snapshots()
                                        .byId(snapshot.id())
                                        .orElseThrow(
                                                () -> SnapshotLeases.notFound(snapshot.name()));
                        Instant expiresAt = expiry.apply(current.expiresAt());
                        Snapshot updated =
                                current.renamed(
                                        name == null
                                                ? current.name()
                                                : Names.checked("snapshot", name),
                                        expiresAt == null || expiresAt.equals(current.expiresAt())
                                                ? expiresAt
                                                : SnapshotNames.expiry(expiresAt, now),
                                        now);
                        change.snapshots().put(updated);
                        return updated;
                    });
        } catch (DuplicateNameException e) {
            throw new Refusal(Kind.CONFLICT, "SNAPSHOT_EXISTS", String.valueOf(e.getMessage()), e);
        }
    }

    /** Deletes a snapshot, which an undo brings back; branches restored from it stay. */
    public Operation delete(Snapshot snapshot) {
        return removal.delete(snapshot);
    }

    /**
     * Restores a snapshot to a new root branch.
     *
     * @param name null lets the engine find one
     * @param target the branch whose place it may take later; null means the one it was taken of
     */
    public Branch restore(
            Project project, Snapshot snapshot, @Nullable String name, @Nullable Branch target) {
        Branch later =
                target == null ? catalog.branch(snapshot.sourceBranchId()).orElse(null) : target;
        Branch restored = restore.run(project, snapshot, name, later);
        exchanging.made(restored);
        return restored;
    }

    /**
     * Gives a branch the content of a snapshot. What it held becomes a branch of its own.
     *
     * @param target null means the branch the snapshot was taken of
     * @param backupName for that branch; null lets the engine find one
     */
    public Branch restoreOnto(
            Project project,
            Snapshot snapshot,
            @Nullable Branch target,
            @Nullable String backupName) {
        Branch onto =
                target == null
                        ? catalog.branch(snapshot.sourceBranchId())
                                .orElseThrow(
                                        () -> Lookup.branchNotFound(snapshot.sourceBranchName()))
                        : target;
        Replaced replaced = restoreOnto.run(project, snapshot, onto, backupName);
        exchanging.replaced(replaced);
        return replaced.branch();
    }

    /**
     * Puts a restored branch in the place of its target, which gets its content of now; the
     * restored branch goes to the trash, and its children become the target's.
     *
     * @param backupName for what the target held; null lets the engine find one
     * @return the target
     */
    public Branch finalizeRestore(Project project, Branch restored, @Nullable String backupName) {
        Replaced replaced = restoreOnto.finish(project, restored, backupName);
        exchanging.replaced(replaced);
        exchanging.gone(restored);
        return replaced.branch();
    }

    /** From which snapshot a branch has its content. */
    public Optional<BranchRestore> restoreOf(Branch branch) {
        return catalog.snapshots().restoreOf(branch.id());
    }

    /** The schedules of branches. */
    public SnapshotSchedules schedules() {
        return schedules;
    }

    private void takePlanned(Branch branch, SnapshotPlan plan, SnapshotPlan next) {
        Instant now = parts.clock().instant();
        Long retention = plan.retentionSeconds();
        NewSnapshot wish =
                new NewSnapshot(
                        SnapshotNames.name(
                                null, branch.name() + "_" + plan.frequency().word(), now),
                        null,
                        retention == null ? null : now.plusSeconds(retention));
        create.run(
                catalog.project(branch.projectId()).orElseThrow(),
                branch,
                Moment.HEAD,
                wish,
                false,
                change -> change.snapshots().reschedule(next));
    }
}
