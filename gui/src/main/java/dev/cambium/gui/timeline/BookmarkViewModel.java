package dev.cambium.gui.timeline;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.Project;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.mark.MarkKind;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/** The form that gives a moment of a branch a name. */
final class BookmarkViewModel {

    private final Workspace workspace;
    private final Branch branch;
    private final @Nullable String moment;
    private final String words;
    private final List<BranchTimeline.Mark> marks;
    private final StringProperty name = new SimpleStringProperty("");
    private final ReadOnlyBooleanWrapper working = new ReadOnlyBooleanWrapper(false);
    private final ReadOnlyStringWrapper error = new ReadOnlyStringWrapper("");
    private final StringBinding problem;

    /**
     * @param moment what is asked of the engine; null means the present
     * @param words the same for people
     * @param marks the branch's, to see which names are taken
     */
    BookmarkViewModel(
            Workspace workspace,
            Branch branch,
            @Nullable String moment,
            String words,
            List<BranchTimeline.Mark> marks) {
        this.workspace = workspace;
        this.branch = branch;
        this.moment = moment;
        this.words = words;
        this.marks = marks;
        problem = Bindings.createStringBinding(this::findProblem, name);
    }

    StringProperty nameProperty() {
        return name;
    }

    String branchName() {
        return branch.name();
    }

    String words() {
        return words;
    }

    /** What is wrong with the name; empty when nothing is. */
    StringBinding problem() {
        return problem;
    }

    ReadOnlyBooleanProperty workingProperty() {
        return working.getReadOnlyProperty();
    }

    ReadOnlyStringProperty errorProperty() {
        return error.getReadOnlyProperty();
    }

    private String findProblem() {
        String wanted = name.get().strip();
        if (wanted.isEmpty()) {
            return Text.get("bookmark.name.empty");
        }
        boolean taken =
                marks.stream()
                        .filter(mark -> MarkKind.of(mark) == MarkKind.BOOKMARK)
                        .anyMatch(mark -> mark.label().equals(wanted));
        return taken ? Text.get("bookmark.name.taken") : "";
    }

    void save(Runnable onSuccess) {
        Project project = workspace.projectProperty().get();
        String id = Objects.requireNonNull(project, "a branch belongs to a chosen project").id();
        if (!problem.get().isEmpty() || working.get()) {
            return;
        }
        error.set("");
        working.set(true);
        String wanted = name.get().strip();
        workspace.ask(
                client -> client.bookmarks().create(id, branch.id(), wanted, moment),
                made -> {
                    working.set(false);
                    onSuccess.run();
                },
                failure -> {
                    working.set(false);
                    error.set(Failures.sentence(failure));
                });
    }
}
