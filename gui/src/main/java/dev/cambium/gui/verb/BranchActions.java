package dev.cambium.gui.verb;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.branch.BranchRules;
import dev.cambium.gui.branch.BranchState;
import dev.cambium.gui.branch.ConnectionFormat;
import dev.cambium.gui.branch.Opener;
import dev.cambium.gui.command.Command;
import dev.cambium.gui.command.Commands;
import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** All that can be done to a branch, once: commands, menus and buttons are made from it. */
public final class BranchActions {

    private final List<List<BranchAction>> groups;

    public BranchActions(
            BranchDialogs dialogs, Workspace workspace, Opener terminal, Opener dbeaver) {
        Function<Branch, String> notWithoutTarget =
                branch -> promotable(workspace, branch) ? "" : Text.get("rule.promote");
        groups =
                List.of(
                        List.of(
                                action("branch-from-now", "key.new-branch", "fth-git-branch")
                                        .keys(KeyMap.NEW_BRANCH)
                                        .run(dialogs::create),
                                action("copy-connection", "menu.copy", "fth-copy")
                                        .keys(KeyMap.COPY_CONNECTION)
                                        .run(
                                                each ->
                                                        dialogs.copyConnection(
                                                                each, ConnectionFormat.URI_STRING)),
                                action("open-psql", "menu.psql", "fth-terminal")
                                        .keys(KeyMap.PSQL)
                                        .unless(branch -> terminal.whyNot())
                                        .run(terminal::open),
                                action("open-dbeaver", "menu.dbeaver", "fth-database")
                                        .unless(branch -> dbeaver.whyNot())
                                        .run(dbeaver::open)),
                        List.of(
                                action("start", "menu.start", "fth-play")
                                        .unless(branch -> whyNoStart(branch, false))
                                        .run(dialogs::startOrSuspend),
                                action("suspend", "menu.suspend", "fth-moon")
                                        .unless(branch -> whyNoStart(branch, true))
                                        .run(dialogs::startOrSuspend),
                                action("restart", "menu.restart", "fth-refresh-cw")
                                        .unless(branch -> whyNoStart(branch, true))
                                        .run(dialogs::restart),
                                action("settings", "menu.settings", "fth-sliders")
                                        .run(dialogs::settings)),
                        List.of(
                                action("reset", "menu.reset", "fth-rotate-ccw")
                                        .keys(KeyMap.RESET)
                                        .unless(BranchRules::whyNoReset)
                                        .run(dialogs::reset),
                                action("reset-with", "menu.reset-with", "fth-rotate-ccw")
                                        .unless(BranchRules::whyNoReset)
                                        .run(dialogs::resetWith),
                                action("restore", "menu.restore", "fth-corner-up-left")
                                        .keys(KeyMap.RESTORE)
                                        .unless(BranchRules::whyNoRestore)
                                        .run(dialogs::restore),
                                action("promote", "menu.promote", "fth-arrow-up-circle")
                                        .unless(notWithoutTarget)
                                        .run(dialogs::promote),
                                action("finish", "menu.finish", "fth-check-circle")
                                        .unless(BranchActions::whyNoFinish)
                                        .run(dialogs::finish)),
                        List.of(
                                action("snapshot", "menu.snapshot", "fth-camera")
                                        .keys(KeyMap.SNAPSHOT)
                                        .run(dialogs::snapshot),
                                action("schedule", "menu.schedule", "fth-calendar")
                                        .run(dialogs::schedule)),
                        List.of(
                                action("rename", "menu.rename", "fth-edit-3")
                                        .keys(KeyMap.RENAME)
                                        .run(dialogs::rename),
                                action("set-default", "menu.default", "fth-star")
                                        .unless(BranchRules::whyNotDefault)
                                        .run(dialogs::makeDefault),
                                action("protect", "menu.protect", "fth-lock")
                                        .unless(branch -> whyNoProtect(branch, true))
                                        .run(dialogs::protect),
                                action("unprotect", "menu.unprotect", "fth-unlock")
                                        .unless(branch -> whyNoProtect(branch, false))
                                        .run(dialogs::protect),
                                action("expire", "menu.expire", "fth-watch")
                                        .unless(BranchRules::whyNoExpiry)
                                        .run(dialogs::expire),
                                action("flatten", "menu.flatten", "fth-scissors")
                                        .unless(BranchRules::whyNoFlatten)
                                        .run(dialogs::flatten)),
                        List.of(
                                action("delete", "menu.delete", "fth-trash-2")
                                        .keys(KeyMap.DELETE)
                                        .danger()
                                        .unless(BranchRules::whyNoDelete)
                                        .run(dialogs::delete)));
    }

    private static boolean promotable(Workspace workspace, Branch branch) {
        return !PromotionForm.targets(workspace, branch).isEmpty();
    }

    private static String whyNoStart(Branch branch, boolean awake) {
        String passing = BranchRules.whyNoStartOrSuspend(branch);
        return passing.isEmpty() && BranchState.of(branch).awake() != awake
                ? Text.get("rule.state")
                : passing;
    }

    private static String whyNoFinish(Branch branch) {
        return BranchRules.awaitsFinish(branch) ? "" : Text.get("rule.finish");
    }

    private static String whyNoProtect(Branch branch, boolean wanted) {
        return branch.isProtected() == wanted ? Text.get("rule.protect") : "";
    }

    private static Draft action(String id, String textKey, String icon) {
        return new Draft(id, textKey, icon);
    }

    /** An action that is being described. */
    private static final class Draft {

        private final String id;
        private final String textKey;
        private final String icon;
        private @Nullable KeyMap keys;
        private boolean danger;
        private Function<Branch, String> whyNot = branch -> "";

        Draft(String id, String textKey, String icon) {
            this.id = id;
            this.textKey = textKey;
            this.icon = icon;
        }

        Draft keys(KeyMap shortcut) {
            keys = shortcut;
            return this;
        }

        Draft danger() {
            danger = true;
            return this;
        }

        Draft unless(Function<Branch, String> reason) {
            whyNot = reason;
            return this;
        }

        BranchAction run(Consumer<Branch> action) {
            return new BranchAction(id, textKey, icon, keys, danger, whyNot, action);
        }
    }

    public List<BranchAction> all() {
        return groups.stream().flatMap(List::stream).toList();
    }

    /**
     * Adds a command for each, which acts on the chosen branch; not for a new branch, which can be
     * made without one, and is a command of the window.
     *
     * @param here whether the chosen branch is in view
     */
    public void addTo(Commands commands, Workspace workspace, ObservableBooleanValue here) {
        List<BranchAction> own =
                all().stream().filter(each -> each.keys() != KeyMap.NEW_BRANCH).toList();
        add(own, commands, workspace, here);
    }

    /** Adds commands for actions that others know of, in the same way. */
    public static void add(
            List<BranchAction> actions,
            Commands commands,
            Workspace workspace,
            ObservableBooleanValue here) {
        ReadOnlyObjectProperty<@Nullable Branch> chosen = workspace.selectedProperty();
        for (BranchAction action : actions) {
            commands.add(
                    new Command(
                            action.id(),
                            action.textKey(),
                            action.icon(),
                            action.keys(),
                            Bindings.createBooleanBinding(
                                    () -> {
                                        Branch branch = chosen.get();
                                        return here.get()
                                                && branch != null
                                                && action.possible(branch);
                                    },
                                    chosen,
                                    // What can be done to one may hang on another.
                                    workspace.branches(),
                                    here),
                            () -> {
                                Branch branch = chosen.get();
                                if (branch != null) {
                                    action.run().accept(branch);
                                }
                            }));
        }
    }

    /** Items for the menu of a branch; what cannot be done to it now is left out. */
    public List<MenuItem> items(Branch branch) {
        List<MenuItem> items = new ArrayList<>();
        for (List<BranchAction> group : groups) {
            List<MenuItem> possible =
                    group.stream()
                            .filter(action -> action.possible(branch))
                            .map(action -> item(action, branch))
                            .toList();
            if (!possible.isEmpty() && !items.isEmpty()) {
                items.add(new SeparatorMenuItem());
            }
            items.addAll(possible);
        }
        return items;
    }

    private static MenuItem item(BranchAction action, Branch branch) {
        MenuItem item = new MenuItem(action.words(), new FontIcon(action.icon()));
        item.setId("menu-" + action.id());
        item.setMnemonicParsing(false);
        KeyMap keys = action.keys();
        if (keys != null) {
            item.setAccelerator(keys.combination());
        }
        if (action.danger()) {
            item.getStyleClass().add("danger-item");
        }
        item.setOnAction(event -> action.run().accept(branch));
        return item;
    }
}
