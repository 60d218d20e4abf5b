package dev.cambium.gui.timeline;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.FoundMoment;
import dev.cambium.engine.api.Project;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Asks the engine what moments of the chosen branch stand for, and keeps its answer or why there is
 * none. Answers about a branch that is no longer chosen are dropped.
 */
final class MomentFinder {

    private final Workspace workspace;
    private final ReadOnlyObjectWrapper<@Nullable FoundMoment> found =
            new ReadOnlyObjectWrapper<>(null);
    private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");
    private Position wanted = new Position.Now();
    private boolean finding;

    MomentFinder(Workspace workspace) {
        this.workspace = workspace;
    }

    /** What the engine makes of the position; null until it has answered, and at now. */
    ReadOnlyObjectProperty<@Nullable FoundMoment> foundProperty() {
        return found.getReadOnlyProperty();
    }

    /** Why what was asked for cannot be had; empty when it can. */
    ReadOnlyStringProperty troubleProperty() {
        return trouble.getReadOnlyProperty();
    }

    void say(String sentence) {
        trouble.set(sentence);
    }

    /** The playhead stands elsewhere; nothing is known of that place yet. */
    void moved(Position position) {
        trouble.set("");
        if (!position.equals(wanted)) {
            wanted = position;
            found.set(null);
        }
    }

    /** The playhead went to a place that the engine has told of. */
    void arrived(Position position, FoundMoment answer) {
        moved(position);
        found.set(answer);
    }

    /** Asks what the place stands for; the last one alone, when it moves faster than answers. */
    void find() {
        Position asked = wanted;
        boolean known = asked instanceof Position.Now || found.get() != null;
        if (finding || known || workspace.selectedProperty().get() == null) {
            return;
        }
        finding = true;
        ask(
                (client, at) -> client.past().moment(at.project(), at.branch(), asked.asked()),
                answer -> {
                    finding = false;
                    if (asked.equals(wanted)) {
                        found.set(answer);
                    } else {
                        find();
                    }
                },
                failure -> {
                    finding = false;
                    if (asked.equals(wanted)) {
                        trouble.set(Failures.sentence(failure));
                    } else {
                        find();
                    }
                });
    }

    /** Where a question is put: ids of project and branch. */
    record Subject(String project, String branch) {}

    /**
     * Asks about the chosen branch; a refusal is kept as the trouble, in the engine's words.
     *
     * @param onAnswer hears of it only if the branch is still chosen
     */
    <T> void ask(BiFunction<EngineClient, Subject, T> question, Consumer<T> onAnswer) {
        Branch branch = workspace.selectedProperty().get();
        ask(
                question,
                answer -> {
                    if (still(branch)) {
                        onAnswer.accept(answer);
                    }
                },
                failure -> {
                    if (still(branch)) {
                        trouble.set(Failures.sentence(failure));
                    }
                });
    }

    private boolean still(@Nullable Branch branch) {
        Branch chosen = workspace.selectedProperty().get();
        return branch != null && chosen != null && chosen.id().equals(branch.id());
    }

    private <T> void ask(
            BiFunction<EngineClient, Subject, T> question,
            Consumer<T> onAnswer,
            Consumer<Exception> onFailure) {
        Branch branch = workspace.selectedProperty().get();
        Project project = workspace.projectProperty().get();
        if (branch == null) {
            return;
        }
        String projectId =
                Objects.requireNonNull(project, "a branch belongs to a chosen project").id();
        Subject subject = new Subject(projectId, branch.id());
        workspace.ask(client -> question.apply(client, subject), onAnswer, onFailure);
    }
}
