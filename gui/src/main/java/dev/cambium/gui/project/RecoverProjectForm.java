package dev.cambium.gui.project;

import dev.cambium.engine.api.Project;
import dev.cambium.gui.form.Field;
import dev.cambium.gui.form.Form;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Notice;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Takes a deleted project out of the trash, with the branches and snapshots it had. */
public final class RecoverProjectForm {

    private final Workspace workspace;
    private final Consumer<Notice> notices;
    private final List<Project> deleted;
    private final ObjectProperty<@Nullable Project> chosen;

    /**
     * @param deleted those in the trash, that deleted last first; it is offered first
     */
    public RecoverProjectForm(
            Workspace workspace, Consumer<Notice> notices, List<Project> deleted) {
        this.workspace = workspace;
        this.notices = notices;
        this.deleted = deleted;
        chosen = new SimpleObjectProperty<>(deleted.isEmpty() ? null : deleted.getFirst());
    }

    public Form form() {
        return new Form(
                        Text.get("recover-project.title"),
                        deleted.isEmpty() ? nothing() : choice(),
                        new Form.Button(
                                "recover-project", Text.get("recover.action"), Form.Weight.PRIMARY),
                        chosen.isNotNull(),
                        this::recover)
                .whenUnseen(
                        sentence ->
                                notices.accept(
                                        new Notice(
                                                true,
                                                Text.get("recover-project.failed"),
                                                sentence)));
    }

    private static List<Field> nothing() {
        return List.of(
                Field.Sentence.of(
                        "recover-project-none",
                        Field.Tone.PLAIN,
                        Text.get("recover-project.none")));
    }

    private List<Field> choice() {
        return List.of(
                Field.Choice.of(
                        "recover-project-choice",
                        "recover-project.choice",
                        FXCollections.observableArrayList(deleted),
                        chosen,
                        RecoverProjectForm::inTrash),
                Field.Sentence.of(
                        "recover-project-note", Field.Tone.NOTE, Text.get("recover-project.note")));
    }

    private static String inTrash(Project project) {
        Instant deletedAt = project.deletedAt();
        Instant until = project.recoverableUntil();
        return deletedAt == null || until == null
                ? project.name()
                : Text.get(
                        "recover.option",
                        project.name(),
                        Figures.moment(deletedAt),
                        Figures.moment(until));
    }

    private void recover(Runnable onSuccess, Consumer<String> onFailure) {
        String id = Objects.requireNonNull(chosen.get(), "a project is chosen").id();
        workspace.ask(
                client -> client.projects().recover(id),
                back -> {
                    notices.accept(
                            new Notice(false, Text.get("notice.recovered", back.name()), ""));
                    workspace.chooseProject(back);
                    workspace.readAll();
                    onSuccess.run();
                },
                failure -> onFailure.accept(Failures.sentence(failure)));
    }
}
