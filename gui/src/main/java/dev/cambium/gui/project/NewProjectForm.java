package dev.cambium.gui.project;

import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.NewProject;
import dev.cambium.gui.form.Field;
import dev.cambium.gui.form.Form;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Notice;
import dev.cambium.gui.workspace.ProjectMaking;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import java.util.List;
import java.util.function.Consumer;

/** Asks for a new project: only a name; the engine makes branch, role and database. */
public final class NewProjectForm {

    private final Workspace workspace;
    private final Consumer<Notice> notices;
    private final StringProperty name = new SimpleStringProperty("");
    private final StringBinding problem;
    private final ProjectMaking making;

    public NewProjectForm(Workspace workspace, Consumer<Notice> notices) {
        this.workspace = workspace;
        this.notices = notices;
        making = new ProjectMaking(workspace);
        problem = Bindings.createStringBinding(this::findProblem, name, workspace.projects());
    }

    public Form form() {
        return new Form(
                        Text.get("new-project.title"),
                        List.of(
                                Field.Words.line(
                                                "new-project-name",
                                                "new-project.name",
                                                name,
                                                problem)
                                        .prompt(Text.get("new-project.name.prompt")),
                                Field.Sentence.of(
                                        "new-project-note",
                                        Field.Tone.NOTE,
                                        Text.get("new-project.note"))),
                        new Form.Button(
                                "create-project",
                                Text.get("new-project.create"),
                                Form.Weight.PRIMARY),
                        problem.isEmpty(),
                        this::create)
                .phase(making.words())
                .cancel(making.cancellable(), making::cancel)
                .whenUnseen(
                        sentence ->
                                notices.accept(
                                        new Notice(
                                                true, Text.get("new-project.failed"), sentence)));
    }

    private void create(Runnable onSuccess, Consumer<String> onFailure) {
        NewProject request = new NewProject(name.get().strip(), null, null, null);
        making.begin(name.get().strip());
        workspace.ask(
                client -> client.projects().create(request),
                made -> {
                    making.end();
                    made(made);
                    onSuccess.run();
                },
                failure -> {
                    making.end();
                    onFailure.accept(Failures.sentence(failure));
                });
    }

    private void made(Created.ProjectReply made) {
        notices.accept(new Notice(false, Text.get("notice.project", made.project().name()), ""));
        workspace.chooseProject(made.project());
        workspace.readAll();
    }

    private String findProblem() {
        String wanted = name.get().strip();
        if (wanted.isEmpty()) {
            return Text.get("new-project.name.empty");
        } else if (!wanted.equals(making.name()) // which is this one, in the list already
                && workspace.projects().stream().anyMatch(each -> each.name().equals(wanted))) {
            return Text.get("new-project.name.taken");
        }
        return "";
    }
}
