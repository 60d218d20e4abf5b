package dev.cambium.gui.anonymize;

import dev.cambium.engine.api.AnonymizeCalls;
import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.MaskingRule;
import dev.cambium.engine.api.NewAnonymized;
import dev.cambium.engine.api.Operation;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ListChangeListener;
import javafx.collections.MapChangeListener;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/** One run that makes a branch with masked rows. Used on the screen's thread. */
final class MaskingRun {

    /** How a run stands. */
    enum State {
        /** Nothing was begun, or what was begun is over and was taken note of. */
        IDLE,
        /** Rows are being masked. */
        RUNNING,
        /** It was asked to end, and has not yet. */
        CANCELLING,
        /** The branch is there. */
        DONE,
        /** There is no branch, and the words say why. */
        FAILED
    }

    /** While nobody knows how far it is. */
    static final double UNKNOWN = -1;

    private final Workspace workspace;
    private final Consumer<String> onDone;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.IDLE);
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(UNKNOWN);
    private final ReadOnlyStringWrapper words = new ReadOnlyStringWrapper("");
    private @Nullable Branch source;
    private String name = "";

    /**
     * @param onDone hears the id of a branch that was made
     */
    MaskingRun(Workspace workspace, Consumer<String> onDone) {
        this.workspace = workspace;
        this.onDone = onDone;
        workspace.progress().addListener((MapChangeListener<String, Double>) change -> follow());
        workspace.operations().addListener((ListChangeListener<Operation>) change -> follow());
    }

    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** From 0 to 1, or {@link #UNKNOWN}. */
    ReadOnlyDoubleProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /** What it does, or why it failed. */
    ReadOnlyStringProperty wordsProperty() {
        return words.getReadOnlyProperty();
    }

    boolean isUnderWay() {
        return state.get() == State.RUNNING || state.get() == State.CANCELLING;
    }

    /**
     * Begins.
     *
     * @param changes of the rules that are saved first
     * @param acceptDetected whether what has no rule gets the function that suits it
     */
    void start(
            Branch from,
            String database,
            String branchName,
            List<MaskingRule> changes,
            boolean acceptDetected) {
        if (isUnderWay()) {
            return;
        }
        source = from;
        name = branchName;
        state.set(State.RUNNING);
        progress.set(UNKNOWN);
        words.set(Text.get("anonymize.run.begun", from.name()));
        NewAnonymized wish =
                new NewAnonymized(
                        branchName, from.id(), null, database, null, acceptDetected, true);
        workspace.ask(
                client -> {
                    AnonymizeCalls calls = client.anonymize();
                    if (!changes.isEmpty()) {
                        var _ = calls.changeRules(from.projectId(), database, changes);
                    }
                    return calls.run(from.projectId(), wish).branch();
                },
                made -> {
                    state.set(State.DONE);
                    words.set(Text.get("anonymize.run.done", made.name()));
                    workspace.readAll();
                    onDone.accept(made.id());
                },
                failure -> {
                    boolean asWished = state.get() == State.CANCELLING;
                    state.set(asWished ? State.IDLE : State.FAILED);
                    words.set(Failures.sentence(failure));
                    workspace.readAll();
                });
    }

    /** Asks it to end; nothing of it stays. */
    void cancel() {
        Branch from = source;
        if (state.get() != State.RUNNING || from == null) {
            return;
        }
        state.set(State.CANCELLING);
        words.set(Text.get("anonymize.run.cancelling"));
        workspace.ask(
                client -> {
                    client.anonymize().cancel(from.projectId(), name);
                    return true;
                },
                asked -> {},
                failure -> {
                    if (state.get() == State.CANCELLING) {
                        state.set(State.RUNNING);
                        words.set(Failures.sentence(failure));
                    }
                });
    }

    /** The operation is the newest that makes a branch; what it says of itself is a share. */
    private void follow() {
        if (state.get() != State.RUNNING) {
            return;
        }
        workspace.operations().stream()
                .filter(each -> each.status().equals("running"))
                .filter(each -> each.action().equals("create_branch"))
                .map(each -> workspace.progress().get(each.id()))
                .filter(each -> each != null)
                .findFirst()
                .ifPresent(
                        share -> {
                            progress.set(share);
                            words.set(Text.get("anonymize.run.share", Math.round(share * 100)));
                        });
    }
}
