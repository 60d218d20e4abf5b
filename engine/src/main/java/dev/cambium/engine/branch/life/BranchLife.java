package dev.cambium.engine.branch.life;

import dev.cambium.engine.branch.endpoint.Doors;
import dev.cambium.engine.branch.life.Replacement.Kept;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.operation.Lookup;
import dev.cambium.engine.branch.retention.DiskUse;
import dev.cambium.engine.branch.retention.Trash;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.DeletionMethod;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.page.TimelineId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The verbs of a branch's life: reset, restore, rename, protect, expire, make the default, delete,
 * recover, undo, and what is in the trash. Thread-safe.
 */
public final class BranchLife {

    private final Catalog catalog;
    private final Lookup lookup;
    private final ResetBranch resetBranch;
    private final RestoreBranch restoreBranch;
    private final UpdateBranch updateBranch;
    private final SetDefaultBranch setDefaultBranch;
    private final DeleteBranch deleteBranch;
    private final RecoverBranch recoverBranch;
    private final Undo undo;
    private final Trash trash;
    private final DiskUse diskUse;
    private final Doors doors;
    private final BranchRules rules;
    private final Left left;

    /** Hears of a timeline that a branch left. */
    public interface Left {
        void left(TimelineId timeline);
    }

    /** The verbs, one class each. */
    public record Verbs(
            ResetBranch reset,
            RestoreBranch restore,
            UpdateBranch update,
            SetDefaultBranch setDefault,
            DeleteBranch delete,
            RecoverBranch recover,
            Undo undo) {}

    public BranchLife(
            Catalog catalog, Verbs verbs, Trash trash, DiskUse diskUse, Doors doors, Left left) {
        this.catalog = catalog;
        this.lookup = new Lookup(catalog);
        this.resetBranch = verbs.reset();
        this.restoreBranch = verbs.restore();
        this.updateBranch = verbs.update();
        this.setDefaultBranch = verbs.setDefault();
        this.deleteBranch = verbs.delete();
        this.recoverBranch = verbs.recover();
        this.undo = verbs.undo();
        this.trash = trash;
        this.diskUse = diskUse;
        this.doors = doors;
        this.rules = new BranchRules(catalog);
        this.left = left;
    }

    /**
     * Gives a branch its parent's content of now.
     *
     * @param preserveUnderName keeps what it held as a branch of that name; null leaves it to the
     *     trash
     * @param rebaseChildren whether its children are reset to its new content after it, and theirs,
     *     one after another; else they keep what they have
     */
    public Outcome reset(
            String projectId,
            String branch,
            @Nullable String preserveUnderName,
            boolean rebaseChildren) {
        Project project = lookup.project(projectId);
        Branch found = lookup.branch(project.id(), branch);
        if (rebaseChildren) {
            below(found).forEach(child -> rules.refuseProtected(child, "reset"));
        }
        Kept kept =
                preserveUnderName == null ? new Kept.InTrash() : new Kept.Under(preserveUnderName);
        Outcome outcome = replaced(resetBranch.run(project, found, kept));
        return rebaseChildren ? withChildren(project, outcome) : outcome;
    }

    private Outcome withChildren(Project project, Outcome outcome) {
        List<Branch> others = new ArrayList<>();
        List<Operation> operations = new ArrayList<>(outcome.operations());
        for (Branch child : below(outcome.branch())) {
            Outcome reset = replaced(resetBranch.run(project, child, new Kept.InTrash()));
            others.add(reset.branch());
            operations.addAll(reset.operations());
        }
        return new Outcome(outcome.branch(), outcome.backup(), others, operations);
    }

    /** Children, then theirs and so on: each after its parent. */
    private List<Branch> below(Branch branch) {
        List<Branch> found = new ArrayList<>(catalog.children(branch.id()));
        for (int i = 0; i < found.size(); i++) {
            found.addAll(catalog.children(found.get(i).id()));
        }
        return found;
    }

    /**
     * Puts a branch on a moment of its own past, its parent's, or any other branch's.
     *
     * @param source whose moment is meant, by id or name
     * @param preserveUnderName what the branch is called that keeps what it held; null lets the
     *     engine find a name
     */
    public Outcome restore(
            String projectId,
            String branch,
            String source,
            Moment moment,
            @Nullable String preserveUnderName) {
        Project project = lookup.project(projectId);
        Kept kept =
                preserveUnderName == null ? new Kept.AsBackup() : new Kept.Under(preserveUnderName);
        return replaced(
                restoreBranch.run(
                        project,
                        lookup.branch(project.id(), branch),
                        lookup.branch(project.id(), source),
                        moment,
                        kept));
    }

    public Outcome update(String projectId, String branch, BranchUpdate update) {
        return updateBranch.run(lookup.branch(lookup.project(projectId).id(), branch), update);
    }

    public Outcome setDefault(String projectId, String branch) {
        Project project = lookup.project(projectId);
        return setDefaultBranch.run(
                lookup.branch(project.id(), branch), lookup.defaultBranch(project.id()));
    }

    /**
     * Puts a branch into the trash, from where it can be recovered.
     *
     * @param branch by id or name; the id of one that lies there already means no other, whatever
     *     that is called
     */
    public Outcome delete(String projectId, String branch, Orphans orphans) {
        Project project = lookup.project(projectId);
        if (catalog.deletedBranch(branch).isPresent()) {
            throw Lookup.branchNotFound(branch);
        }
        Branch found = lookup.branch(project.id(), branch);
        Outcome outcome = deleteBranch.run(found, orphans, DeletionMethod.USER);
        gone(found);
        outcome.others().forEach(this::gone);
        return outcome;
    }

    /** Sees to what follows when a branch went to the trash, whichever verb put it there. */
    public void gone(Branch branch) {
        doors.close(branch);
        leave(branch.currentTimeline());
    }

    /** The branches in the trash, that deleted last first. */
    public List<Branch> deleted(String projectId) {
        return catalog.deletedBranches(lookup.project(projectId).id());
    }

    /**
     * Takes a branch back out of the trash.
     *
     * @param branch by id, or by the name it had
     * @param name under which it comes back; null means the one it had
     */
    public Outcome recover(String projectId, String branch, @Nullable String name) {
        Outcome outcome = recoverBranch.run(lookup.project(projectId).id(), branch, name);
        doors.open(outcome.branch());
        return outcome;
    }

    /**
     * What was done and can be undone, newest first, and what stops it; also of a deleted project.
     */
    public List<Undo.Undoable> undoable(String projectId) {
        return undo.steps(lookup.livingOrDeleted(projectId));
    }

    /**
     * Undoes a verb.
     *
     * @param operation the verb's; null means the last one
     */
    public Undo.Undone undo(String projectId, @Nullable String operation) {
        Undo.Undone undone = undo.run(lookup.livingOrDeleted(projectId), operation);
        undone.step().branches().forEach(touched -> leave(touched.left()));
        return undone;
    }

    /**
     * What the trash of a project, perhaps a deleted one, holds, and what freeing it would bring.
     */
    public List<Trash.Item> trash(String projectId) {
        return trash.contents(lookup.livingOrDeleted(projectId));
    }

    /** What all of a project, perhaps a deleted one, takes on disk. */
    public DiskUse.OfProject space(String projectId) {
        return diskUse.of(lookup.livingOrDeleted(projectId));
    }

    /** Deletes for good what the trash of a project holds; nothing of it can be undone then. */
    public List<Trash.Item> emptyTrash(String projectId) {
        return trash.free(lookup.livingOrDeleted(projectId));
    }

    /** As {@link #emptyTrash(String)}, for what one branch left there. */
    public List<Trash.Item> emptyTrash(String projectId, String branchId) {
        return trash.free(lookup.project(projectId), branchId);
    }

    /** Sees to what follows from a replacement of content, whichever verb did it. */
    public Outcome replaced(Replaced replaced) {
        Branch backup = replaced.backup();
        if (backup != null) {
            doors.open(backup);
        }
        leave(replaced.before());
        return new Outcome(replaced.branch(), backup, List.of(), List.of(replaced.operation()));
    }

    private void leave(@Nullable TimelineId timeline) {
        if (timeline != null) {
            left.left(timeline);
        }
    }
}
