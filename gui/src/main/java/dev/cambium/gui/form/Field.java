package dev.cambium.gui.form;

import dev.cambium.gui.l10n.Text;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/** A part of a form: something to fill in, or something to know. */
public sealed interface Field {

    /** How a sentence in a form is meant. */
    enum Tone {
        /** As it is. */
        PLAIN,
        /** To know, smaller. */
        NOTE,
        /** What will happen. */
        CONSEQUENCE,
        /** A moment that was picked elsewhere. */
        PICKED,
        /** What is wrong. */
        PROBLEM
    }

    /** Whether it is there at all, for example only while another field says so. */
    ObservableValue<Boolean> shown();

    /**
     * A line, or some lines, of text.
     *
     * @param id of the node
     * @param rows how many lines are in view; more than 1 lets Enter make a new line
     * @param problem what is wrong with it; empty when nothing is
     */
    record Words(
            String id,
            String label,
            String prompt,
            int rows,
            StringProperty value,
            ObservableValue<String> problem,
            ObservableValue<Boolean> shown)
            implements Field {

        /** One line that is always there. */
        public static Words line(
                String id, String labelKey, StringProperty value, ObservableValue<String> problem) {
            return new Words(id, Text.get(labelKey), "", 1, value, problem, ALWAYS);
        }

        public Words prompt(String words) {
            return new Words(id, label, words, rows, value, problem, shown);
        }

        public Words rows(int lines) {
            return new Words(id, label, prompt, lines, value, problem, shown);
        }

        public Words when(ObservableValue<Boolean> condition) {
            return new Words(id, label, prompt, rows, value, problem, condition);
        }
    }

    /**
     * One of several.
     *
     * @param words how an option is written
     */
    record Choice<T>(
            String id,
            String label,
            ObservableList<T> options,
            ObjectProperty<@Nullable T> value,
            Function<T, String> words,
            ObservableValue<Boolean> shown)
            implements Field {

        public static <T> Choice<T> of(
                String id,
                String labelKey,
                ObservableList<T> options,
                ObjectProperty<@Nullable T> value,
                Function<T, String> words) {
            return new Choice<>(id, Text.get(labelKey), options, value, words, ALWAYS);
        }

        public Choice<T> when(ObservableValue<Boolean> condition) {
            return new Choice<>(id, label, options, value, words, condition);
        }
    }

    /** Yes or no, with a sentence on what yes means. */
    record Switch(
            String id,
            String label,
            String note,
            BooleanProperty value,
            ObservableValue<Boolean> shown)
            implements Field {

        public static Switch of(String id, String labelKey, String note, BooleanProperty value) {
            return new Switch(id, Text.get(labelKey), note, value, ALWAYS);
        }

        public Switch when(ObservableValue<Boolean> condition) {
            return new Switch(id, label, note, value, condition);
        }
    }

    /** A sentence; it is gone while it is empty. */
    record Sentence(String id, ObservableValue<String> words, Tone tone) implements Field {

        public static Sentence of(String id, Tone tone, String words) {
            return new Sentence(id, new ReadOnlyStringWrapper(words), tone);
        }

        @Override
        public ObservableValue<Boolean> shown() {
            return words.map(each -> !each.isEmpty());
        }
    }

    /** What to type in a terminal for the same. */
    record Command(String id, ObservableValue<String> words) implements Field {
        @Override
        public ObservableValue<Boolean> shown() {
            return ALWAYS;
        }
    }

    /** For what is always there. */
    ObservableValue<Boolean> ALWAYS = new ReadOnlyBooleanWrapper(true);

    /** For what cannot be wrong. */
    ObservableValue<String> FINE = new ReadOnlyStringWrapper("");
}
