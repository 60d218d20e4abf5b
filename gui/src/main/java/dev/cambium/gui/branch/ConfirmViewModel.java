package dev.cambium.gui.branch;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import java.util.List;
import java.util.function.Consumer;

/** A verb that takes something away: what it takes, and how it went. */
final class ConfirmViewModel {

    /** The verb itself; calls one of the two when the engine has answered. */
    @FunctionalInterface
    interface Verb {
        void run(Runnable onSuccess, Consumer<String> onFailure);
    }

    private final String title;
    private final List<String> consequences;
    private final String action;
    private final Verb verb;
    private final ReadOnlyBooleanWrapper working = new ReadOnlyBooleanWrapper(false);
    private final ReadOnlyStringWrapper error = new ReadOnlyStringWrapper("");

    /**
     * @param consequences what happens, one sentence each
     * @param action the button's text: the verb and what it is done to
     */
    ConfirmViewModel(String title, List<String> consequences, String action, Verb verb) {
        this.title = title;
        this.consequences = List.copyOf(consequences);
        this.action = action;
        this.verb = verb;
    }

    String title() {
        return title;
    }

    List<String> consequences() {
        return consequences;
    }

    String action() {
        return action;
    }

    ReadOnlyBooleanProperty workingProperty() {
        return working.getReadOnlyProperty();
    }

    ReadOnlyStringProperty errorProperty() {
        return error.getReadOnlyProperty();
    }

    void confirm(Runnable onSuccess) {
        if (working.get()) {
            return;
        }
        working.set(true);
        error.set("");
        verb.run(
                () -> {
                    working.set(false);
                    onSuccess.run();
                },
                sentence -> {
                    working.set(false);
                    error.set(sentence);
                });
    }
}
