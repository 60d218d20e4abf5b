package dev.cambium.gui.verb;

import dev.cambium.engine.api.Project;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Notice;
import dev.cambium.gui.workspace.UnderWay;
import dev.cambium.gui.workspace.Workspace;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * Runs verbs away from the screen, tells of their end by notices, and reads the lists again. Used
 * on the screen's thread.
 */
public final class VerbRunner {

    private final Workspace workspace;
    private final Consumer<Notice> notices;
    private final Consumer<String> clipboard;
    private final UnderWay underWay;

    /**
     * @param clipboard takes what is copied
     */
    public VerbRunner(Workspace workspace, Consumer<Notice> notices, Consumer<String> clipboard) {
        this.workspace = workspace;
        this.notices = notices;
        this.clipboard = clipboard;
        underWay = new UnderWay(workspace);
    }

    /** What the engine does since the last verb was asked for. */
    public UnderWay underWay() {
        return underWay;
    }

    /** Runs it; a failure is a notice. */
    public <T> void run(Verb<T> verb) {
        run(verb, () -> {}, sentence -> unseen(verb, sentence));
    }

    /**
     * @param onFailure gets the sentence instead of a notice
     */
    public <T> void run(Verb<T> verb, Runnable onSuccess, Consumer<String> onFailure) {
        Project project =
                Objects.requireNonNull(
                        workspace.projectProperty().get(), "a branch belongs to a chosen project");
        underWay.begin();
        workspace.ask(
                client -> verb.call().apply(client, project.id()),
                result -> {
                    notices.accept(verb.told().apply(result));
                    verb.after().accept(result);
                    workspace.readAll();
                    onSuccess.run();
                },
                failure -> {
                    onFailure.accept(Failures.sentence(failure));
                    workspace.readAll();
                });
    }

    /** Says why a verb failed whose dialog is not there any more. */
    public void unseen(Verb<?> verb, String sentence) {
        tell(new Notice(true, verb.failed(), sentence));
    }

    public void tell(Notice notice) {
        notices.accept(notice);
    }

    public void copy(String text) {
        clipboard.accept(text);
    }

    Workspace workspace() {
        return workspace;
    }
}
