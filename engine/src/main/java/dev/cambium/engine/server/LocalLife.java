package dev.cambium.engine.server;

import static dev.cambium.engine.server.Answers.answer;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchChange;
import dev.cambium.engine.api.BranchUpdate;
import dev.cambium.engine.api.LifeCalls;
import dev.cambium.engine.api.Orphans;
import dev.cambium.engine.api.ProjectSpace;
import dev.cambium.engine.api.RestoreRequest;
import dev.cambium.engine.api.TrashItem;
import dev.cambium.engine.api.Undoable;
import dev.cambium.engine.api.Undone;
import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.branch.life.BranchLife;
import dev.cambium.engine.branch.life.Outcome;
import dev.cambium.engine.branch.retention.DiskUse;
import dev.cambium.engine.branch.retention.Trash;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The verbs of a branch's life, as the engine of this process answers for them. Thread-safe. */
final class LocalLife implements LifeCalls {

    private final BranchLife life;
    private final Shown shown;

    LocalLife(BranchService branches, Shown shown) {
        this.life = branches.life();
        this.shown = shown;
    }

    @Override
    public BranchChange reset(
            String projectId,
            String branch,
            @Nullable String preserveUnderName,
            boolean rebaseChildren) {
        return answer(
                () -> change(life.reset(projectId, branch, preserveUnderName, rebaseChildren)));
    }

    @Override
    public BranchChange restore(String projectId, String branch, RestoreRequest request) {
        return answer(
                () ->
                        change(
                                life.restore(
                                        projectId,
                                        branch,
                                        request.source(),
                                        MomentTexts.moment(request.at()),
                                        request.preserveUnderName())));
    }

    @Override
    public BranchChange update(String projectId, String branch, BranchUpdate update) {
        BranchUpdate.Expiry expiry = update.expiry();
        var asked =
                new dev.cambium.engine.branch.life.BranchUpdate(
                        update.name(),
                        update.isProtected(),
                        expiry == null
                                ? null
                                : new dev.cambium.engine.branch.life.BranchUpdate.Expiry(
                                        expiry.at()));
        return answer(() -> change(life.update(projectId, branch, asked)));
    }

    @Override
    public BranchChange setDefault(String projectId, String branch) {
        return answer(() -> change(life.setDefault(projectId, branch)));
    }

    @Override
    public BranchChange delete(String projectId, String branch, Orphans children) {
        var orphans =
                switch (children) {
                    case REFUSE -> dev.cambium.engine.branch.life.Orphans.REFUSE;
                    case DELETE -> dev.cambium.engine.branch.life.Orphans.DELETE;
                    case KEEP -> dev.cambium.engine.branch.life.Orphans.KEEP;
                };
        return answer(() -> change(life.delete(projectId, branch, orphans)));
    }

    @Override
    public List<Branch> deleted(String projectId) {
        return answer(() -> shown.branches(life.deleted(projectId)));
    }

    @Override
    public BranchChange recover(String projectId, String branch, @Nullable String name) {
        return answer(() -> change(life.recover(projectId, branch, name)));
    }

    @Override
    public List<Undoable> undoable(String projectId) {
        return answer(
                () ->
                        life.undoable(projectId).stream()
                                .map(
                                        one ->
                                                new Undoable(
                                                        one.step().id().toString(),
                                                        one.step().action(),
                                                        one.step().title(),
                                                        one.step().branchId(),
                                                        one.step().doneAt(),
                                                        one.obstacle()))
                                .toList());
    }

    @Override
    public Undone undo(String projectId, @Nullable String operationId) {
        return answer(
                () -> {
                    var undone = life.undo(projectId, operationId);
                    return new Undone(
                            undone.step().title(),
                            undone.branches().stream().map(shown::branch).toList(),
                            List.of(Representations.operation(undone.operation())));
                });
    }

    @Override
    public List<TrashItem> trash(String projectId) {
        return answer(() -> items(life.trash(projectId)));
    }

    @Override
    public ProjectSpace space(String projectId) {
        return answer(
                () -> {
                    DiskUse.OfProject space = life.space(projectId);
                    return new ProjectSpace(
                            space.dataBytes(), space.walBytes(), space.trashBytes());
                });
    }

    @Override
    public List<TrashItem> emptyTrash(String projectId) {
        return answer(() -> items(life.emptyTrash(projectId)));
    }

    @Override
    public List<TrashItem> emptyTrash(String projectId, String branchId) {
        return answer(() -> items(life.emptyTrash(projectId, branchId)));
    }

    private static List<TrashItem> items(List<Trash.Item> items) {
        return items.stream()
                .map(
                        item ->
                                new TrashItem(
                                        item.timeline().value(),
                                        item.branchId(),
                                        item.branchName(),
                                        item.deleted(),
                                        item.trashedAt(),
                                        item.keepUntil(),
                                        item.bytes()))
                .toList();
    }

    private BranchChange change(Outcome outcome) {
        var backup = outcome.backup();
        return new BranchChange(
                shown.branch(outcome.branch()),
                outcome.operations().stream().map(Representations::operation).toList(),
                backup == null ? null : shown.branch(backup),
                outcome.others().stream().map(shown::branch).toList());
    }
}
