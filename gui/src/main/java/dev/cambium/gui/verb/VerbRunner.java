package dev.cambium.gui.verb;

import dev.cambium.engine.api.Operation;
import dev.cambium.engine.api.Project;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Notice;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;

import java.time.Instant;
import java.util.Comparator;
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
    private final StringBinding phase;
    private Instant begun = Instant.EPOCH;

    /**
     * @param clipboard takes what is copied
     */
    public VerbRunner(Workspace workspace, Consumer<Notice> notices, Consumer<String> clipboard) {
        this.workspace = workspace;
        this.notices = notices;
        this.clipboard = clipboard;
        phase =
                Bindings.createStringBinding(
                        this::phaseNow, workspace.operations(), workspace.progress());
    }

    /** What the engine does since the last verb was asked for, in words; empty for nothing. */
    public StringBinding phase() {
        return phase;
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
        begun = Instant.now();
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

    private String phaseNow() {
        return workspace.operations().stream()
                .filter(each -> each.status().equals("running"))
                .filter(each -> !each.createdAt().isBefore(begun.minusSeconds(1)))
                .max(Comparator.comparing(Operation::createdAt))
                .map(this::phaseOf)
                .orElse(Text.get("form.working"));
    }

    private String phaseOf(Operation operation) {
        String words = operation.action().replace('_', ' ');
        Double done = workspace.progress().get(operation.id());
        return done == null
                ? Text.get("form.phase", words)
                : Text.get("form.phase.progress", words, Math.round(done * 100));
    }
}
