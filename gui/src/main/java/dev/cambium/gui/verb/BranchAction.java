package dev.cambium.gui.verb;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.l10n.Text;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Something that can be done to a branch, wherever it is offered.
 *
 * @param id unique, and the same in every language
 * @param textKey the words in menus and in the palette
 * @param keys its shortcut; null if it has none
 * @param danger whether something is taken away
 * @param whyNot why it cannot be done to a branch; empty when it can
 */
public record BranchAction(
        String id,
        String textKey,
        String icon,
        @Nullable KeyMap keys,
        boolean danger,
        Function<Branch, String> whyNot,
        Consumer<Branch> run) {

    public String words() {
        return Text.get(textKey);
    }

    public boolean possible(Branch branch) {
        return whyNot.apply(branch).isEmpty();
    }
}
