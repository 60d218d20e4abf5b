package dev.cambium.gui.workspace;

import dev.cambium.engine.api.Operation;
import dev.cambium.gui.l10n.Text;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the engine does since something was asked for, and how to cancel it. Used on the screen's
 * thread.
 */
public final class UnderWay {

    /** The engine's clock is this computer's, but its answers are rounded. */
    private static final Duration EARLIER = Duration.ofSeconds(1);

    private final Workspace workspace;
    private final StringBinding words;
    private final BooleanBinding cancellable;
    private Instant begun = Instant.MAX;

    public UnderWay(Workspace workspace) {
        this.workspace = workspace;
        words =
                Bindings.createStringBinding(
                        this::inWords,
                        workspace.operations(),
                        workspace.phases(),
                        workspace.progress());
        cancellable =
                Bindings.createBooleanBinding(
                        () -> running().filter(Operation::cancellable).isPresent(),
                        workspace.operations());
    }

    /** Something is asked for now. */
    public void begin() {
        begun = Instant.now().minus(EARLIER);
        words.invalidate();
        cancellable.invalidate();
    }

    /** The operation, its phase, how far it is, and whether it goes on to its end whatever. */
    public StringBinding words() {
        return words;
    }

    /** Whether the engine would let go of it now. */
    public BooleanBinding cancellable() {
        return cancellable;
    }

    /**
     * Asks the engine to let go of it; what it was asked for then fails.
     *
     * @param onFailure gets a sentence when it goes on
     */
    public void cancel(Consumer<String> onFailure) {
        running()
                .ifPresentOrElse(
                        operation -> workspace.cancel(operation, onFailure),
                        () -> onFailure.accept(Text.get("form.no-cancel")));
    }

    private Optional<Operation> running() {
        return workspace.operations().stream()
                .filter(each -> each.status().equals("running"))
                .filter(each -> !each.createdAt().isBefore(begun))
                .max(Comparator.comparing(Operation::createdAt));
    }

    private String inWords() {
        return running().map(each -> inWords(workspace, each)).orElse(Text.get("form.working"));
    }

    /** An operation, its phase, how far it is, and whether it goes on to its end whatever. */
    static String inWords(Workspace workspace, Operation operation) {
        String action = operation.action().replace('_', ' ');
        String phase = workspace.phases().get(operation.id());
        String what = phase == null ? action : Text.get("form.phase.of", action, phase);
        Double done = workspace.progress().get(operation.id());
        String words =
                done == null
                        ? Text.get("form.phase", what)
                        : Text.get("form.phase.progress", what, Math.round(done * 100));
        return operation.cancellable() ? words : words + " " + Text.get("form.no-cancel");
    }
}
