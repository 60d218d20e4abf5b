package dev.cambium.gui.verb;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.branch.BranchRules;
import dev.cambium.gui.branch.PickedMoment;
import dev.cambium.gui.branch.ReachWords;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;

import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Makes the menu of a lane: first what can be done at the moment pointed at, then the branch. */
public final class LaneMenu {

    private final BranchDialogs dialogs;
    private final BranchActions actions;
    private final Consumer<Instant> slider;
    private final BiConsumer<Branch, @Nullable PickedMoment> query;
    private final BiConsumer<Branch, PickedMoment> compare;
    private final List<BranchAction> ofTheGraph;

    /**
     * @param slider takes the slider to a moment of the chosen branch
     * @param query opens the console; null stands for the present
     * @param compare shows how the schema differs between a moment and now
     * @param ofTheGraph what can be done to a lane rather than to its branch
     */
    public LaneMenu(
            BranchDialogs dialogs,
            BranchActions actions,
            Consumer<Instant> slider,
            BiConsumer<Branch, @Nullable PickedMoment> query,
            BiConsumer<Branch, PickedMoment> compare,
            List<BranchAction> ofTheGraph) {
        this.dialogs = dialogs;
        this.actions = actions;
        this.slider = slider;
        this.query = query;
        this.compare = compare;
        this.ofTheGraph = List.copyOf(ofTheGraph);
    }

    /**
     * @param at the moment of the lane that was pointed at; null means its present
     */
    public ContextMenu of(Branch branch, @Nullable Instant at) {
        ContextMenu menu = new ContextMenu();
        if (at != null) {
            menu.getItems().addAll(atMoment(branch, at));
            menu.getItems().add(new SeparatorMenuItem());
        }
        menu.getItems().addAll(actions.items(branch));
        menu.getItems().add(new SeparatorMenuItem());
        for (BranchAction action : ofTheGraph) {
            menu.getItems()
                    .add(
                            item(
                                    action.words(),
                                    action.icon(),
                                    !action.possible(branch),
                                    () -> action.run().accept(branch)));
        }
        return menu;
    }

    private List<MenuItem> atMoment(Branch branch, Instant at) {
        PickedMoment picked =
                new PickedMoment(at.toString(), Text.get("moment.settled.time", Figures.exact(at)));
        boolean lost = !ReachWords.problem(branch, picked).isEmpty();
        List<MenuItem> items = new ArrayList<>();
        items.add(
                item(
                        Text.get("menu.branch-at", Figures.clock(at)),
                        "fth-git-branch",
                        lost,
                        () -> dialogs.create(branch, picked)));
        items.add(
                item(
                        Text.get("menu.query-at"),
                        "fth-terminal",
                        lost,
                        () -> query.accept(branch, picked)));
        items.add(
                item(
                        Text.get("menu.restore-at"),
                        "fth-corner-up-left",
                        lost || !BranchRules.whyNoRestore(branch).isEmpty(),
                        () -> dialogs.restore(branch, picked)));
        items.add(
                item(
                        Text.get("menu.snapshot-at"),
                        "fth-camera",
                        lost,
                        () -> dialogs.snapshot(branch, picked)));
        items.add(
                item(
                        Text.get("menu.compare-at"),
                        "fth-columns",
                        lost,
                        () -> compare.accept(branch, picked)));
        items.add(item(Text.get("menu.slider"), "fth-clock", lost, () -> slider.accept(at)));
        return items;
    }

    private static MenuItem item(String words, String icon, boolean disabled, Runnable action) {
        MenuItem item = new MenuItem(words, new FontIcon(icon));
        item.setMnemonicParsing(false);
        item.setDisable(disabled);
        item.setOnAction(event -> action.run());
        return item;
    }
}
