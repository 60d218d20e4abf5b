package dev.cambium.gui.branch;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.control.Sheet;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Workspace;

import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Opens the dialogs of the branch verbs, and makes the menu of a lane. */
public final class BranchDialogs {

    private final Workspace workspace;
    private final BranchVerbs verbs;
    private final Sheet sheet;

    public BranchDialogs(Workspace workspace, BranchVerbs verbs, Sheet sheet) {
        this.workspace = workspace;
        this.verbs = verbs;
        this.sheet = sheet;
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
        NewBranchViewModel form = new NewBranchViewModel(workspace, verbs, parent, moment);
        NewBranchView view = new NewBranchView(form, verbs, sheet::hide);
        sheet.show(view.root(), view.focus());
    }

    public void reset(Branch branch) {
        if (!BranchRules.whyNoReset(branch).isEmpty()) {
            return;
        }
        String parent = workspace.branch(branch.parentId()).map(Branch::name).orElse("");
        confirm(
                new ConfirmViewModel(
                        Text.get("reset.title", branch.name()),
                        List.of(Text.get("reset.consequence", parent)),
                        Text.get("reset.action", branch.name()),
                        (done, failed) -> verbs.reset(branch, done, failed)),
                true);
    }

    public void delete(Branch branch) {
        if (!BranchRules.whyNoDelete(branch).isEmpty()) {
            return;
        }
        List<String> lost = new ArrayList<>();
        lost.add(
                Text.get(
                        "delete.bytes",
                        Figures.size(branch.cambium().uniqueBytes()),
                        Figures.size(branch.cambium().walBytes())));
        lost.add(Text.get("delete.port", String.valueOf(branch.cambium().port())));
        List<Branch> children = workspace.children(branch);
        if (!children.isEmpty()) {
            lost.add(
                    Text.get(
                            "delete.children",
                            String.join(", ", children.stream().map(Branch::name).toList())));
        }
        confirm(
                new ConfirmViewModel(
                        Text.get("delete.title", branch.name()),
                        lost,
                        Text.get("delete.action", branch.name()),
                        (done, failed) -> verbs.delete(branch, done, failed)),
                true);
    }

    private void confirm(ConfirmViewModel question, boolean danger) {
        ConfirmView view = new ConfirmView(question, danger, sheet::hide);
        sheet.show(view.root(), view.focus());
    }

    /**
     * What can be done to a lane; what cannot be done now is disabled.
     *
     * @param at the moment of the lane that was pointed at; null means its present
     * @param moveSlider takes the slider to that moment
     */
    public ContextMenu menu(Branch branch, @Nullable Instant at, Consumer<Instant> moveSlider) {
        ContextMenu menu = menu(branch);
        if (at != null) {
            PickedMoment picked =
                    new PickedMoment(
                            at.toString(), Text.get("moment.settled.time", Figures.exact(at)));
            MenuItem create = new MenuItem(Text.get("menu.branch-at", Figures.clock(at)));
            create.setOnAction(event -> create(branch, picked));
            create.setDisable(!ReachWords.problem(branch, picked).isEmpty());
            MenuItem move = item("menu.slider", () -> moveSlider.accept(at));
            menu.getItems().addAll(0, List.of(create, move, new SeparatorMenuItem()));
        }
        return menu;
    }

    private ContextMenu menu(Branch branch) {
        boolean awake = BranchState.of(branch).awake();
        MenuItem create = item("menu.branch", () -> create(branch));
        MenuItem copy =
                item("menu.copy", () -> verbs.copyConnection(branch, ConnectionFormat.URI_STRING));
        MenuItem reset = item("menu.reset", () -> reset(branch));
        reset.setDisable(!BranchRules.whyNoReset(branch).isEmpty());
        MenuItem start =
                item(awake ? "menu.suspend" : "menu.start", () -> verbs.startOrSuspend(branch));
        start.setDisable(!BranchRules.whyNoStartOrSuspend(branch).isEmpty());
        MenuItem delete = item("menu.delete", () -> delete(branch));
        delete.getStyleClass().add("danger-item");
        delete.setDisable(!BranchRules.whyNoDelete(branch).isEmpty());
        return new ContextMenu(
                create,
                copy,
                new SeparatorMenuItem(),
                start,
                reset,
                new SeparatorMenuItem(),
                delete);
    }

    private static MenuItem item(String key, Runnable action) {
        MenuItem item = new MenuItem(Text.get(key));
        item.setOnAction(event -> action.run());
        return item;
    }
}
