package dev.cambium.gui.verb;

import dev.cambium.gui.branch.TypedMoment;
import dev.cambium.gui.form.Field;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** When something is to delete itself. */
final class ExpiryInput {

    /** The usual times, and any other. */
    enum Time {
        NEVER("expiry.never", null),
        HOUR("expiry.hour", Duration.ofHours(1)),
        DAY("expiry.day", Duration.ofDays(1)),
        WEEK("expiry.week", Duration.ofDays(7)),
        MONTH("expiry.month", Duration.ofDays(30)),
        AT("expiry.at", null);

        private final String key;
        private final @Nullable Duration after;

        Time(String key, @Nullable Duration after) {
            this.key = key;
            this.after = after;
        }

        String words() {
            return Text.get(key);
        }
    }

    private final ObservableList<Time> times = FXCollections.observableArrayList(Time.values());
    private final ObjectProperty<@Nullable Time> time;
    private final StringProperty typed;
    private final StringBinding problem;

    /**
     * @param now when it expires as things are; null for never
     */
    ExpiryInput(@Nullable Instant now) {
        time = new SimpleObjectProperty<>(now == null ? Time.NEVER : Time.AT);
        typed = new SimpleStringProperty(now == null ? "" : Figures.toTheSecond(now));
        problem = Bindings.createStringBinding(this::find, time, typed);
    }

    private String find() {
        if (time.get() != Time.AT) {
            return "";
        } else if (typed.get().isBlank()) {
            return Text.get("expiry.missing");
        }
        TypedMoment moment = TypedMoment.time(typed.get(), ZoneId.systemDefault());
        if (!moment.problem().isEmpty()) {
            return moment.problem();
        }
        return moment.asked().equals(TypedMoment.HEAD)
                        || !Instant.parse(moment.asked()).isAfter(Instant.now())
                ? Text.get("expiry.past")
                : "";
    }

    /** What is wrong with it; empty when nothing is. */
    StringBinding problem() {
        return problem;
    }

    ObjectProperty<@Nullable Time> time() {
        return time;
    }

    StringProperty typed() {
        return typed;
    }

    /** Null for never. Only to be asked for while there is no problem. */
    @Nullable Instant at() {
        Time chosen = time.get();
        if (chosen == null || chosen == Time.NEVER) {
            return null;
        }
        return chosen.after == null
                ? Instant.parse(TypedMoment.time(typed.get(), ZoneId.systemDefault()).asked())
                : Instant.now().plus(chosen.after);
    }

    List<Field> fields(String prefix) {
        return List.of(
                Field.Choice.of(prefix + "-expiry", "expiry.label", times, time, Time::words),
                Field.Words.line(prefix + "-expires-at", "expiry.at.label", typed, problem)
                        .prompt(Figures.toTheSecond(Instant.now().plus(Duration.ofDays(3))))
                        .when(time.isEqualTo(Time.AT)));
    }
}
