package dev.cambium.engine.server;

import static dev.cambium.engine.server.Answers.answer;

import dev.cambium.engine.api.NewSnapshot;
import dev.cambium.engine.api.Operation;
import dev.cambium.engine.api.RestoredReply;
import dev.cambium.engine.api.ScheduleItem;
import dev.cambium.engine.api.Snapshot;
import dev.cambium.engine.api.SnapshotCalls;
import dev.cambium.engine.api.SnapshotReply;
import dev.cambium.engine.api.SnapshotRestore;
import dev.cambium.engine.api.SnapshotUpdate;
import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.branch.snapshot.Snapshots;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Project;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Predicate;

/** Snapshots, as the engine of this process answers for them. Thread-safe. */
final class LocalSnapshots implements SnapshotCalls {

    private final BranchService branches;
    private final Shown shown;

    LocalSnapshots(BranchService branches, Shown shown) {
        this.branches = branches;
        this.shown = shown;
    }

    @Override
    public List<Snapshot> list(String projectId) {
        return answer(
                () ->
                        snapshots().of(branches.project(projectId)).stream()
                                .map(this::shown)
                                .toList());
    }

    @Override
    public Snapshot get(String projectId, String snapshot) {
        return answer(() -> shown(found(projectId, snapshot)));
    }

    @Override
    public SnapshotReply create(String projectId, String branchId, NewSnapshot request) {
        return answer(
                () -> {
                    Project project = branches.project(projectId);
                    Branch branch = branches.branch(project.id(), branchId);
                    var made =
                            snapshots()
                                    .create(
                                            project,
                                            branch,
                                            MomentTexts.moment(request.at()),
                                            new dev.cambium.engine.branch.snapshot.NewSnapshot(
                                                    request.name(),
                                                    request.slug(),
                                                    request.expiresAt()));
                    return new SnapshotReply(
                            shown(made),
                            last(
                                    project,
                                    operation ->
                                            made.id().equals(operation.details().get("snapshot"))));
                });
    }

    @Override
    public Snapshot update(String projectId, String snapshot, SnapshotUpdate update) {
        return answer(
                () ->
                        shown(
                                snapshots()
                                        .update(
                                                found(projectId, snapshot),
                                                update.name(),
                                                before ->
                                                        update.neverExpires()
                                                                ? null
                                                                : update.expiresAt() == null
                                                                        ? before
                                                                        : update.expiresAt())));
    }

    @Override
    public List<Operation> delete(String projectId, String snapshot) {
        return answer(
                () ->
                        List.of(
                                Representations.operation(
                                        snapshots().delete(found(projectId, snapshot)))));
    }

    @Override
    public RestoredReply restore(String projectId, String snapshotId, SnapshotRestore how) {
        return answer(
                () -> {
                    Project project = branches.project(projectId);
                    var snapshot = found(project.id(), snapshotId);
                    String asked = how.targetBranch();
                    Branch target = asked == null ? null : branches.branch(project.id(), asked);
                    Branch restored =
                            how.finalizeNow()
                                    ? snapshots().restoreOnto(project, snapshot, target, null)
                                    : snapshots().restore(project, snapshot, how.name(), target);
                    return new RestoredReply(
                            shown.branch(restored),
                            List.of(shown.endpoint(restored)),
                            lastOf(project, restored));
                });
    }

    @Override
    public List<Operation> finalizeRestore(
            String projectId, String branch, @Nullable String backupName) {
        return answer(
                () -> {
                    Project project = branches.project(projectId);
                    Branch restored = branches.branch(project.id(), branch);
                    return lastOf(
                            project, snapshots().finalizeRestore(project, restored, backupName));
                });
    }

    @Override
    public List<ScheduleItem> schedule(String projectId, String branch) {
        return answer(
                () ->
                        snapshots().schedules().of(branches.branch(projectId, branch)).stream()
                                .map(SnapshotTexts::item)
                                .toList());
    }

    @Override
    public void setSchedule(String projectId, String branchId, List<ScheduleItem> schedule) {
        answer(
                () -> {
                    Branch branch = branches.branch(projectId, branchId);
                    return snapshots()
                            .schedules()
                            .replace(
                                    branch,
                                    schedule.stream()
                                            .map(item -> SnapshotTexts.plan(branch, item))
                                            .toList());
                });
    }

    private Snapshots snapshots() {
        return branches.snapshots();
    }

    private dev.cambium.engine.catalog.Snapshot found(String projectId, String snapshot) {
        return snapshots().get(branches.project(projectId), snapshot);
    }

    private Snapshot shown(dev.cambium.engine.catalog.Snapshot snapshot) {
        return SnapshotTexts.snapshot(snapshot, snapshots().space(snapshot));
    }

    /** The operation that the verb just done was. */
    private List<Operation> lastOf(Project project, Branch branch) {
        return last(project, operation -> branch.id().equals(operation.branchId()));
    }

    private List<Operation> last(
            Project project, Predicate<dev.cambium.engine.catalog.Operation> which) {
        return branches.operations(project.id()).stream()
                .filter(which)
                .findFirst()
                .map(Representations::operation)
                .map(List::of)
                .orElse(List.of());
    }
}
