package dev.cambium.gui.verb;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.form.Field;
import dev.cambium.gui.l10n.Text;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;

/** A name that is being typed, and what is wrong with it. */
final class NameInput {

    /** Neon's limit, which the engine keeps too. */
    private static final int LONGEST = 256;

    private final boolean needed;
    private final StringProperty value;
    private final StringBinding problem;

    private NameInput(
            String begin,
            boolean needed,
            ObservableList<?> taken,
            Function<String, String> isTaken) {
        this.needed = needed;
        value = new SimpleStringProperty(begin);
        problem = Bindings.createStringBinding(() -> find(isTaken), value, taken);
    }

    /**
     * Of a branch.
     *
     * @param begin what stands there at first; it may be kept
     */
    static NameInput ofBranch(String begin, boolean needed, ObservableList<Branch> branches) {
        return new NameInput(
                begin,
                needed,
                branches,
                name ->
                        !name.equals(begin)
                                        && branches.stream().anyMatch(b -> b.name().equals(name))
                                ? Text.get("name.taken")
                                : "");
    }

    /** Of something else, of which these are there already. */
    static NameInput among(String begin, boolean needed, List<String> taken) {
        return new NameInput(
                begin,
                needed,
                javafx.collections.FXCollections.observableArrayList(taken),
                name ->
                        !name.equals(begin) && taken.contains(name)
                                ? Text.get("name.taken.other")
                                : "");
    }

    private String find(Function<String, String> isTaken) {
        String name = text();
        if (name.isEmpty()) {
            return needed ? Text.get("name.empty") : "";
        } else if (name.codePointCount(0, name.length()) > LONGEST) {
            return Text.get("name.long", LONGEST);
        }
        return isTaken.apply(name);
    }

    StringProperty value() {
        return value;
    }

    StringBinding problem() {
        return problem;
    }

    String text() {
        return value.get().strip();
    }

    /** Null if nothing was typed, which lets the engine find a name. */
    @Nullable String orNull() {
        return text().isEmpty() ? null : text();
    }

    Field.Words field(String id, String labelKey) {
        return Field.Words.line(id, labelKey, value, problem);
    }
}
