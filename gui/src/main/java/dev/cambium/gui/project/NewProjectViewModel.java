package dev.cambium.gui.project;

import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.NewProject;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Notice;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import java.util.function.Consumer;

/** The form for a new project: only a name; the engine makes branch, role and database. */
final class NewProjectViewModel {

    private final Workspace workspace;
    private final Consumer<Notice> notices;
    private final StringProperty name = new SimpleStringProperty("");
    private final ReadOnlyBooleanWrapper working = new ReadOnlyBooleanWrapper(false);
    private final ReadOnlyStringWrapper error = new ReadOnlyStringWrapper("");
    private final StringBinding problem;
    private final BooleanBinding ready;

    NewProjectViewModel(Workspace workspace, Consumer<Notice> notices) {
        this.workspace = workspace;
        this.notices = notices;
        problem = Bindings.createStringBinding(this::findProblem, name, workspace.projects());
        ready = problem.isEmpty().and(working.not());
    }

    StringProperty nameProperty() {
        return name;
    }

    StringBinding problem() {
        return problem;
    }

    BooleanBinding ready() {
        return ready;
    }

    ReadOnlyBooleanProperty workingProperty() {
        return working.getReadOnlyProperty();
    }

    ReadOnlyStringProperty errorProperty() {
        return error.getReadOnlyProperty();
    }

    void create(Runnable onSuccess) {
        if (!ready.get()) {
            return;
        }
        working.set(true);
        error.set("");
        NewProject request = new NewProject(name.get().strip(), null, null, null);
        workspace.ask(
                client -> client.projects().create(request),
                made -> {
                    working.set(false);
                    made(made);
                    onSuccess.run();
                },
                failure -> {
                    working.set(false);
                    error.set(Failures.sentence(failure));
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
        } else if (workspace.projects().stream().anyMatch(each -> each.name().equals(wanted))) {
            return Text.get("new-project.name.taken");
        }
        return "";
    }
}
