package dev.cambium.gui.branch;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

/** The form for a new branch: what is wrong with the name, and the command that does the same. */
final class NewBranchViewModel {

    /** Neon's limit, which the engine keeps too. */
    private static final int LONGEST_NAME = 256;

    private final Workspace workspace;
    private final BranchVerbs verbs;
    private final StringProperty name = new SimpleStringProperty("");
    private final ObjectProperty<@Nullable Branch> parent = new SimpleObjectProperty<>(null);
    private final ObjectProperty<@Nullable PickedMoment> moment = new SimpleObjectProperty<>(null);
    private final BooleanProperty compute = new SimpleBooleanProperty(true);
    private final ReadOnlyBooleanWrapper working = new ReadOnlyBooleanWrapper(false);
    private final ReadOnlyStringWrapper error = new ReadOnlyStringWrapper("");
    private final StringBinding nameProblem;
    private final StringBinding command;
    private final StringBinding reach;
    private final StringBinding momentProblem;
    private final BooleanBinding ready;

    /**
     * @param moment of {@code parent} that the branch begins with; null means the present
     */
    NewBranchViewModel(
            Workspace workspace,
            BranchVerbs verbs,
            @Nullable Branch parent,
            @Nullable PickedMoment moment) {
        this.workspace = workspace;
        this.verbs = verbs;
        this.parent.set(parent);
        this.moment.set(moment);
        // A moment belongs to the branch that it was picked on.
        this.parent.addListener(
                (property, before, after) ->
                        this.moment.set(sameBranch(parent, after) ? moment : null));
        nameProblem = Bindings.createStringBinding(this::problem, name, workspace.branches());
        command =
                Bindings.createStringBinding(
                        this::commandLine, name, this.parent, this.moment, compute);
        reach =
                Bindings.createStringBinding(
                        () -> ReachWords.of(known()), this.parent, workspace.branches());
        momentProblem =
                Bindings.createStringBinding(
                        () -> ReachWords.problem(known(), this.moment.get()),
                        this.parent,
                        this.moment,
                        workspace.branches());
        ready =
                Bindings.createBooleanBinding(
                        () ->
                                problem().isEmpty()
                                        && momentProblem.get().isEmpty()
                                        && this.parent.get() != null
                                        && !working.get(),
                        name,
                        this.parent,
                        momentProblem,
                        working,
                        workspace.branches());
    }

    StringProperty nameProperty() {
        return name;
    }

    ObjectProperty<@Nullable Branch> parentProperty() {
        return parent;
    }

    /** The moment of the parent that the branch begins with; null means the present. */
    ObjectProperty<@Nullable PickedMoment> momentProperty() {
        return moment;
    }

    private static boolean sameBranch(@Nullable Branch one, @Nullable Branch other) {
        return one != null && other != null && one.id().equals(other.id());
    }

    BooleanProperty computeProperty() {
        return compute;
    }

    ObservableList<Branch> parents() {
        return workspace.branches();
    }

    /** What is wrong with the name; empty when nothing is. */
    StringBinding nameProblem() {
        return nameProblem;
    }

    /** Which moments of the parent a branch can begin with. */
    StringBinding reach() {
        return reach;
    }

    /** Why the picked moment cannot be opened; empty when it can. */
    StringBinding momentProblem() {
        return momentProblem;
    }

    /** The parent as the engine told of it last. */
    private @Nullable Branch known() {
        Branch chosen = parent.get();
        return workspace.branches().stream()
                .filter(branch -> sameBranch(branch, chosen))
                .findFirst()
                .orElse(chosen);
    }

    /** What to type in a terminal for the same. */
    StringBinding command() {
        return command;
    }

    /** Whether the form may be sent. */
    BooleanBinding ready() {
        return ready;
    }

    ReadOnlyBooleanProperty workingProperty() {
        return working.getReadOnlyProperty();
    }

    /** Why the engine did not make it; empty when it was not asked or did. */
    ReadOnlyStringProperty errorProperty() {
        return error.getReadOnlyProperty();
    }

    void create(Runnable onSuccess) {
        Branch from = parent.get();
        if (!ready.get() || from == null) {
            return;
        }
        PickedMoment at = moment.get();
        error.set("");
        working.set(true);
        verbs.create(
                new NewBranch(
                        name.get().strip(),
                        from.id(),
                        at == null ? null : at.asked(),
                        compute.get()),
                () -> {
                    working.set(false);
                    onSuccess.run();
                },
                sentence -> {
                    working.set(false);
                    error.set(sentence);
                });
    }

    private String problem() {
        String wanted = name.get().strip();
        if (wanted.isEmpty()) {
            return Text.get("new-branch.name.empty");
        } else if (wanted.codePointCount(0, wanted.length()) > LONGEST_NAME) {
            return Text.get("new-branch.name.long", LONGEST_NAME);
        } else if (workspace.branches().stream().anyMatch(each -> each.name().equals(wanted))) {
            return Text.get("new-branch.name.taken");
        }
        return "";
    }

    private String commandLine() {
        String wanted = name.get().strip();
        Branch from = parent.get();
        StringBuilder line = new StringBuilder("cambium branches create --name ");
        line.append(wanted.isEmpty() ? "…" : quote(wanted));
        if (from != null) {
            PickedMoment at = moment.get();
            String source = at == null ? from.name() : from.name() + "@" + at.asked();
            line.append(" --parent ").append(quote(source));
        }
        if (!compute.get()) {
            line.append(" --no-compute");
        }
        return line.toString();
    }

    /** As a POSIX shell reads it. */
    private static String quote(String word) {
        return word.matches("[A-Za-z0-9_./:@%+=,-]+")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }
}
