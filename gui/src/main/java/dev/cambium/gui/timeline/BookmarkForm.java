package dev.cambium.gui.timeline;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchTimeline;
import dev.cambium.engine.api.Project;
import dev.cambium.gui.branch.PickedMoment;
import dev.cambium.gui.form.Field;
import dev.cambium.gui.form.Form;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.mark.MarkKind;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Asks how a moment of a branch is called. */
final class BookmarkForm {

    private final Workspace workspace;
    private final Branch branch;
    private final @Nullable PickedMoment moment;
    private final List<BranchTimeline.Mark> marks;
    private final StringProperty name = new SimpleStringProperty("");
    private final StringBinding problem;

    /**
     * @param moment null means the present
     * @param marks the branch's, to see which names are taken
     */
    BookmarkForm(
            Workspace workspace,
            Branch branch,
            @Nullable PickedMoment moment,
            List<BranchTimeline.Mark> marks) {
        this.workspace = workspace;
        this.branch = branch;
        this.moment = moment;
        this.marks = marks;
        problem = Bindings.createStringBinding(this::findProblem, name);
    }

    /**
     * @param saved called when the engine has kept the bookmark
     */
    Form form(Runnable saved) {
        String words = moment == null ? Text.get("moment.now") : moment.words();
        return new Form(
                Text.get("bookmark.title"),
                List.of(
                        Field.Sentence.of(
                                "bookmark-moment",
                                Field.Tone.NOTE,
                                Text.get("bookmark.moment", branch.name(), words)),
                        Field.Words.line("bookmark-name", "bookmark.name", name, problem)
                                .prompt(Text.get("bookmark.name.prompt"))),
                new Form.Button("save-bookmark", Text.get("bookmark.save"), Form.Weight.PRIMARY),
                problem.isEmpty(),
                (onSuccess, onFailure) -> save(saved, onSuccess, onFailure));
    }

    StringProperty nameProperty() {
        return name;
    }

    /** What is wrong with the name; empty when nothing is. */
    StringBinding problem() {
        return problem;
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

    private void save(Runnable saved, Runnable onSuccess, Consumer<String> onFailure) {
        Project project = workspace.projectProperty().get();
        String id = Objects.requireNonNull(project, "a branch belongs to a chosen project").id();
        String wanted = name.get().strip();
        String asked = moment == null ? null : moment.asked();
        workspace.ask(
                client -> client.bookmarks().create(id, branch.id(), wanted, asked),
                made -> {
                    saved.run();
                    onSuccess.run();
                },
                failure -> onFailure.accept(Failures.sentence(failure)));
    }
}
