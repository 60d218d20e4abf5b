package dev.cambium.gui.form;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableValue;

import java.util.List;
import java.util.function.Consumer;

/**
 * What a dialog asks, and what is done with the answers. It knows no controls: {@link FormView}
 * draws it. Used on the screen's thread.
 */
public final class Form {

    /** What is done; calls one of the two when it has ended. */
    @FunctionalInterface
    public interface Sending {
        void send(Runnable onSuccess, Consumer<String> onFailure);
    }

    /** How the button that does it looks. */
    public enum Weight {
        /** The one thing to do here. */
        PRIMARY,
        /** Something is lost that does not come back. */
        DANGER
    }

    private final String title;
    private final List<Field> fields;
    private final Button button;
    private final ObservableBooleanValue ready;
    private final Sending sending;
    private final ReadOnlyBooleanWrapper working = new ReadOnlyBooleanWrapper(false);
    private final ReadOnlyStringWrapper error = new ReadOnlyStringWrapper("");
    private ObservableValue<String> phase = Field.FINE;
    private ObservableBooleanValue cancellable = new SimpleBooleanProperty(false);
    private Consumer<Consumer<String>> cancelling = onFailure -> {};
    private Consumer<String> unseenFailure = sentence -> {};
    private boolean left;

    /**
     * The button that does it.
     *
     * @param id of the node
     * @param text the verb and what it is done to
     */
    public record Button(String id, String text, Weight weight) {}

    /**
     * @param ready whether it may be sent
     */
    public Form(
            String title,
            List<Field> fields,
            Button button,
            ObservableBooleanValue ready,
            Sending sending) {
        this.title = title;
        this.fields = List.copyOf(fields);
        this.button = button;
        this.ready = ready;
        this.sending = sending;
    }

    /** One that may be sent at once. */
    public Form(String title, List<Field> fields, Button button, Sending sending) {
        this(title, fields, button, new SimpleBooleanProperty(true), sending);
    }

    /** What the engine is doing, while it takes its time. */
    public Form phase(ObservableValue<String> words) {
        phase = words;
        return this;
    }

    /**
     * How to cancel what was sent.
     *
     * @param possible whether that can be done now
     * @param action hands a sentence to what it is given when that failed
     */
    public Form cancel(ObservableBooleanValue possible, Consumer<Consumer<String>> action) {
        cancellable = possible;
        cancelling = action;
        return this;
    }

    /** Hears why it failed when the dialog had been closed meanwhile. */
    public Form whenUnseen(Consumer<String> failure) {
        unseenFailure = failure;
        return this;
    }

    public String title() {
        return title;
    }

    public List<Field> fields() {
        return fields;
    }

    public Button button() {
        return button;
    }

    public ObservableBooleanValue ready() {
        return ready;
    }

    public ReadOnlyBooleanProperty workingProperty() {
        return working.getReadOnlyProperty();
    }

    /** Why it was not done; empty when it was not tried or was done. */
    public ReadOnlyStringProperty errorProperty() {
        return error.getReadOnlyProperty();
    }

    ObservableValue<String> phase() {
        return phase;
    }

    /** Whether what was sent can be cancelled now. */
    ObservableBooleanValue cancellable() {
        return cancellable;
    }

    /** Cancels what was sent; it then fails. */
    void cancelSent() {
        cancelling.accept(error::set);
    }

    /** The dialog was closed; what was begun goes on. */
    void leave() {
        left = true;
    }

    /** Does it, once at a time. */
    public void send(Runnable onSuccess) {
        if (working.get() || !ready.get()) {
            return;
        }
        error.set("");
        working.set(true);
        sending.send(
                () -> {
                    working.set(false);
                    if (!left) {
                        onSuccess.run();
                    }
                },
                sentence -> {
                    working.set(false);
                    error.set(sentence);
                    if (left) {
                        unseenFailure.accept(sentence);
                    }
                });
    }
}
