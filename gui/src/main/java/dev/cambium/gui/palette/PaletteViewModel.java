package dev.cambium.gui.palette;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.branch.BranchState;
import dev.cambium.gui.command.Command;
import dev.cambium.gui.command.Commands;
import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** What fits the typed letters best, of the commands that are possible now and the branches. */
final class PaletteViewModel {

    /** More than fit on a screen are not looked through; one more letter helps sooner. */
    static final int MOST_SHOWN = 50;

    private final List<PaletteEntry> entries = new ArrayList<>();
    private final StringProperty letters = new SimpleStringProperty("");
    private final ObservableList<PaletteEntry> found = FXCollections.observableArrayList();

    /**
     * @param toBranch chooses a branch and shows it
     */
    PaletteViewModel(Commands commands, Workspace workspace, Consumer<Branch> toBranch) {
        for (Command command : commands.all()) {
            if (command.enabled().get() && command.keys() != KeyMap.PALETTE) {
                KeyMap keys = command.keys();
                entries.add(
                        new PaletteEntry(
                                command.icon(),
                                command.words(),
                                Text.get("palette.command"),
                                keys == null ? "" : keys.keys(),
                                command::run));
            }
        }
        for (Branch branch : workspace.branches()) {
            entries.add(
                    new PaletteEntry(
                            "fth-git-branch",
                            branch.name(),
                            Text.get("palette.branch"),
                            BranchState.of(branch).word(),
                            () -> toBranch.accept(branch)));
        }
        letters.addListener((property, before, after) -> find());
        find();
    }

    StringProperty lettersProperty() {
        return letters;
    }

    /** The best fit first; without letters, in the order of the commands. */
    ObservableList<PaletteEntry> found() {
        return found;
    }

    private void find() {
        String typed = letters.get().strip();
        record Scored(PaletteEntry entry, int score) {}
        found.setAll(
                entries.stream()
                        .map(each -> new Scored(each, FuzzyMatch.score(typed, each.words())))
                        .filter(each -> each.score() != FuzzyMatch.NONE)
                        .sorted(Comparator.comparingInt(Scored::score).reversed())
                        .limit(MOST_SHOWN)
                        .map(Scored::entry)
                        .toList());
    }
}
