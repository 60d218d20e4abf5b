package dev.cambium.gui.verb;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.Orphans;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.Snapshot;
import dev.cambium.gui.branch.BranchRules;
import dev.cambium.gui.branch.ConnectionFormat;
import dev.cambium.gui.branch.PickedMoment;
import dev.cambium.gui.control.Sheet;
import dev.cambium.gui.form.Form;
import dev.cambium.gui.form.FormView;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Notice;
import dev.cambium.gui.workspace.Workspace;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Does verbs at once where they can be undone and nothing is left open, and else asks in a dialog.
 * What a rule forbids it does not begin. Used on the screen's thread.
 */
public final class BranchDialogs {

    private final VerbRunner runner;
    private final Workspace workspace;
    private final Sheet sheet;
    private final Function<Branch, @Nullable PickedMoment> playhead;

    /**
     * @param playhead the moment of a branch that the time slider stands at; null for the present
     */
    public BranchDialogs(
            VerbRunner runner, Sheet sheet, Function<Branch, @Nullable PickedMoment> playhead) {
        this.playhead = playhead;
        this.runner = runner;
        this.workspace = runner.workspace();
        this.sheet = sheet;
    }

    private void open(Form form) {
        FormView.open(form, sheet, runner::copy);
    }

    /** Asks the engine first, for what the dialog begins with. */
    private <T> void openWith(
            BiFunction<EngineClient, String, T> question, Consumer<? super T> dialog) {
        Project project = workspace.projectProperty().get();
        if (project != null) {
            workspace.ask(
                    client -> question.apply(client, project.id()),
                    dialog,
                    failure ->
                            runner.tell(
                                    new Notice(
                                            true,
                                            Text.get("notice.ask.failed"),
                                            Failures.sentence(failure))));
        }
    }

    /**
     * @param parent what the new branch is made from at first; null means nothing is chosen
     */
    public void create(@Nullable Branch parent) {
        create(parent, null);
    }

    /**
     * @param moment of the parent that the new branch begins with; null means the present
     */
    public void create(@Nullable Branch parent, @Nullable PickedMoment moment) {
        open(new NewBranchForm(runner, parent, moment).form());
    }

    /** At once: it can be undone. */
    public void reset(Branch branch) {
        if (BranchRules.whyNoReset(branch).isEmpty()) {
            runner.run(BranchVerbs.reset(branch, null, false));
        }
    }

    public void resetWith(Branch branch) {
        if (BranchRules.whyNoReset(branch).isEmpty()) {
            open(LifeForms.reset(runner, branch));
        }
    }

    /** To the moment that the slider stands at, unless another is chosen in the dialog. */
    public void restore(Branch branch) {
        restore(branch, playhead.apply(branch));
    }

    /**
     * @param moment of the branch itself that was picked; null if none was
     */
    public void restore(Branch branch, @Nullable PickedMoment moment) {
        if (BranchRules.whyNoRestore(branch).isEmpty()) {
            open(new RestoreForm(runner, branch, moment).form());
        }
    }

    /** Gives the default branch what this one holds. */
    public void promote(Branch proved) {
        if (!PromotionForm.targets(workspace, proved).isEmpty()) {
            open(new PromotionForm(runner, proved).form());
        }
    }

    public void snapshot(Branch branch) {
        snapshot(branch, null);
    }

    /**
     * @param moment null means the present
     */
    public void snapshot(Branch branch, @Nullable PickedMoment moment) {
        open(SnapshotForms.create(runner, branch, moment));
    }

    public void schedule(Branch branch) {
        openWith(
                (client, project) -> client.snapshots().schedule(project, branch.id()),
                items -> open(new ScheduleForm(runner, branch, items).form()));
    }

    public void restoreSnapshot(Snapshot snapshot, boolean onto) {
        open(
                SnapshotForms.restore(
                        runner,
                        snapshot,
                        onto ? SnapshotForms.How.ONTO : SnapshotForms.How.BRANCH));
    }

    public void renameSnapshot(Snapshot snapshot) {
        open(SnapshotForms.rename(runner, snapshot));
    }

    public void expireSnapshot(Snapshot snapshot) {
        open(SnapshotForms.expire(runner, snapshot));
    }

    public void deleteSnapshot(Snapshot snapshot) {
        open(SnapshotForms.delete(runner, snapshot));
    }

    /** Puts a branch that was restored to look at in its target's place. */
    public void finish(Branch restored) {
        workspace
                .branch(restored.restoredAs())
                .ifPresent(target -> open(SnapshotForms.finish(runner, restored, target)));
    }

    public void rename(Branch branch) {
        open(LifeForms.rename(runner, branch));
    }

    public void makeDefault(Branch branch) {
        runner.run(BranchVerbs.setDefault(branch));
    }

    public void protect(Branch branch) {
        runner.run(BranchVerbs.protect(branch, !branch.isProtected()));
    }

    public void expire(Branch branch) {
        open(LifeForms.expire(runner, branch));
    }

    public void flatten(Branch branch) {
        open(LifeForms.flatten(runner, branch));
    }

    /** At once, unless somebody must say what becomes of its children. */
    public void delete(Branch branch) {
        if (!BranchRules.whyNoDelete(branch).isEmpty()) {
            return;
        }
        if (workspace.children(branch).isEmpty()) {
            runner.run(BranchVerbs.delete(branch, Orphans.REFUSE));
        } else {
            open(LifeForms.delete(runner, branch));
        }
    }

    public void recover() {
        openWith(
                (client, project) -> client.life().deleted(project),
                deleted -> open(LifeForms.recover(runner, deleted)));
    }

    public void emptyTrash() {
        openWith(
                (client, project) ->
                        new TrashForm.Held(
                                client.life().trash(project),
                                client.life().space(project).trashBytes()),
                held -> open(TrashForm.of(runner, held)));
    }

    /** Undoes what was done last, if that can be undone now. */
    public void undo() {
        if (!workspace.undoable().isEmpty()) {
            var last = workspace.undoable().getFirst();
            String obstacle = last.obstacle();
            if (obstacle == null) {
                runner.run(BranchVerbs.undo(last.operationId()));
            } else {
                runner.tell(new Notice(true, Text.get("notice.undo.failed"), obstacle));
            }
        }
    }

    public void startOrSuspend(Branch branch) {
        if (BranchRules.whyNoStartOrSuspend(branch).isEmpty()) {
            runner.run(BranchVerbs.startOrSuspend(branch));
        }
    }

    public void restart(Branch branch) {
        runner.run(BranchVerbs.restart(branch));
    }

    public void copyConnection(Branch branch, ConnectionFormat format) {
        runner.run(BranchVerbs.copyConnection(branch, format, runner));
    }

    public void settings(Branch branch) {
        openWith(
                (client, project) ->
                        client.endpoints().of(project, branch.id()).stream()
                                .filter(each -> each.type().equals("read_write"))
                                .findFirst(),
                found ->
                        found.ifPresent(
                                endpoint ->
                                        open(new SettingsForm(runner, branch, endpoint).form())));
    }

    public void createRole(Branch branch, List<String> taken) {
        open(ContentForms.createRole(runner, branch, taken));
    }

    public void copyPassword(Branch branch, String role) {
        runner.run(ContentVerbs.copyRolePassword(branch, role, runner));
    }

    public void resetPassword(Branch branch, String role) {
        open(ContentForms.resetPassword(runner, branch, role));
    }

    public void deleteRole(Branch branch, String role) {
        open(ContentForms.deleteRole(runner, branch, role));
    }

    public void createDatabase(Branch branch, List<String> taken, List<String> owners) {
        open(ContentForms.createDatabase(runner, branch, taken, owners));
    }

    public void deleteDatabase(Branch branch, String database) {
        open(ContentForms.deleteDatabase(runner, branch, database));
    }

    public void createReadOnly(Branch branch) {
        open(ContentForms.createReadOnly(runner, branch));
    }

    public void deleteEndpoint(Branch branch, Endpoint endpoint) {
        open(ContentForms.deleteEndpoint(runner, branch, endpoint));
    }

    public void copy(String text) {
        runner.copy(text);
    }

    public void tell(Notice notice) {
        runner.tell(notice);
    }
}
