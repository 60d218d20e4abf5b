package dev.cambium.gui.verb;

import dev.cambium.gui.form.Field;
import dev.cambium.gui.form.Form;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableStringValue;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes forms whose button runs a verb. */
final class VerbForm {

    private VerbForm() {}

    static Form of(
            VerbRunner runner,
            String title,
            List<? extends Field> fields,
            Form.Button button,
            ObservableBooleanValue ready,
            Supplier<Verb<?>> verb) {
        Running running = new Running(runner, verb);
        return new Form(title, List.copyOf(fields), button, ready, running::send)
                .phase(runner.underWay().words())
                .cancel(runner.underWay().cancellable(), runner.underWay()::cancel)
                .whenUnseen(running::unseen);
    }

    /** A question that can only be answered by yes. */
    static Form confirm(
            VerbRunner runner,
            String title,
            List<String> consequences,
            String action,
            Supplier<Verb<?>> verb) {
        List<Field> fields =
                consequences.stream()
                        .<Field>map(
                                line ->
                                        Field.Sentence.of(
                                                "consequence", Field.Tone.CONSEQUENCE, line))
                        .toList();
        return of(
                runner,
                title,
                fields,
                new Form.Button("confirm", action, Form.Weight.DANGER),
                new SimpleBooleanProperty(true),
                verb);
    }

    /** Ready when none of these is wrong. */
    static BooleanBinding fine(ObservableStringValue... problems) {
        return Bindings.createBooleanBinding(
                () -> Stream.of(problems).allMatch(each -> each.get().isEmpty()), problems);
    }

    /** The verb as it was when the button was pressed. */
    private static final class Running {

        private final VerbRunner runner;
        private final Supplier<Verb<?>> verb;
        private final List<Verb<?>> sent = new java.util.ArrayList<>(1);

        Running(VerbRunner runner, Supplier<Verb<?>> verb) {
            this.runner = runner;
            this.verb = verb;
        }

        void send(Runnable onSuccess, java.util.function.Consumer<String> onFailure) {
            Verb<?> made = verb.get();
            sent.clear();
            sent.add(made);
            runner.run(made, onSuccess, onFailure);
        }

        void unseen(String sentence) {
            sent.forEach(each -> runner.unseen(each, sentence));
        }
    }
}
