package dev.cambium.gui.verb;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.ScheduleItem;
import dev.cambium.gui.form.Field;
import dev.cambium.gui.form.Form;
import dev.cambium.gui.l10n.Text;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** When a branch gets snapshots by itself: one line of a schedule, or none. */
final class ScheduleForm {

    /** How often; the words of the API in small letters. */
    enum Frequency {
        NEVER("schedule.never"),
        HOURLY("schedule.hourly"),
        DAILY("schedule.daily"),
        WEEKLY("schedule.weekly"),
        MONTHLY("schedule.monthly"),
        YEARLY("schedule.yearly");

        private final String key;

        Frequency(String key) {
            this.key = key;
        }

        String words() {
            return Text.get(key);
        }
    }

    private final VerbRunner runner;
    private final Branch branch;
    private final List<ScheduleItem> before;
    private final ObjectProperty<@Nullable Frequency> frequency;
    private final StringProperty hour;
    private final StringProperty day;
    private final StringProperty keepDays;

    /**
     * @param before what is set now
     */
    ScheduleForm(VerbRunner runner, Branch branch, List<ScheduleItem> before) {
        this.runner = runner;
        this.branch = branch;
        this.before = before;
        ScheduleItem now = before.isEmpty() ? null : before.getFirst();
        frequency = new SimpleObjectProperty<>(now == null ? Frequency.NEVER : of(now));
        hour = new SimpleStringProperty(now == null ? "3" : text(now.hour()));
        day = new SimpleStringProperty(now == null ? "1" : text(now.day()));
        Long kept = now == null ? Long.valueOf(7 * 86_400L) : now.retentionSeconds();
        keepDays = new SimpleStringProperty(kept == null ? "" : String.valueOf(days(kept)));
    }

    private static long days(long seconds) {
        return Math.max(1, Math.round(seconds / 86_400.0));
    }

    private static String text(@Nullable Integer number) {
        return number == null ? "" : number.toString();
    }

    private static Frequency of(ScheduleItem item) {
        for (Frequency each : Frequency.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(item.frequency())) {
                return each;
            }
        }
        return Frequency.NEVER;
    }

    private static @Nullable Integer number(String typed, int least, int most) {
        try {
            int value = Integer.parseInt(typed.strip());
            return value >= least && value <= most ? value : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private StringBinding problem(StringProperty typed, int least, int most) {
        return Bindings.createStringBinding(
                () ->
                        typed.get().isBlank() || number(typed.get(), least, most) != null
                                ? ""
                                : Text.get("schedule.number", least, most),
                typed);
    }

    private ObservableValue<Boolean> when(Frequency... ones) {
        return frequency.map(List.of(ones)::contains);
    }

    ObjectProperty<@Nullable Frequency> frequency() {
        return frequency;
    }

    Form form() {
        StringBinding hourProblem = problem(hour, 0, 23);
        StringBinding dayProblem = problem(day, 1, 31);
        StringBinding keepProblem = problem(keepDays, 1, 36_500);
        List<Field> fields = new ArrayList<>();
        fields.add(
                Field.Choice.of(
                        "schedule-frequency",
                        "schedule.frequency",
                        FXCollections.observableArrayList(Frequency.values()),
                        frequency,
                        Frequency::words));
        fields.add(
                Field.Words.line("schedule-hour", "schedule.hour", hour, hourProblem)
                        .when(
                                when(
                                        Frequency.DAILY,
                                        Frequency.WEEKLY,
                                        Frequency.MONTHLY,
                                        Frequency.YEARLY)));
        fields.add(
                Field.Words.line("schedule-day", "schedule.day", day, dayProblem)
                        .when(when(Frequency.WEEKLY, Frequency.MONTHLY, Frequency.YEARLY)));
        fields.add(
                Field.Words.line("schedule-keep", "schedule.keep", keepDays, keepProblem)
                        .prompt(Text.get("schedule.keep.prompt"))
                        .when(frequency.isNotEqualTo(Frequency.NEVER)));
        if (before.size() > 1) {
            fields.add(
                    Field.Sentence.of(
                            "schedule-many",
                            Field.Tone.PROBLEM,
                            Text.get("schedule.many", before.size())));
        }
        return VerbForm.of(
                runner,
                Text.get("schedule.title", branch.name()),
                fields,
                new Form.Button("confirm", Text.get("schedule.save"), Form.Weight.PRIMARY),
                VerbForm.fine(hourProblem, dayProblem, keepProblem),
                () -> SnapshotVerbs.schedule(branch, items()));
    }

    private List<ScheduleItem> items() {
        Frequency chosen = Objects.requireNonNull(frequency.get());
        if (chosen == Frequency.NEVER) {
            return List.of();
        }
        boolean dated =
                chosen == Frequency.WEEKLY
                        || chosen == Frequency.MONTHLY
                        || chosen == Frequency.YEARLY;
        Integer days = number(keepDays.get(), 1, 36_500);
        return List.of(
                new ScheduleItem(
                        chosen.name().toLowerCase(Locale.ROOT),
                        chosen == Frequency.HOURLY ? null : number(hour.get(), 0, 23),
                        dated ? number(day.get(), 1, 31) : null,
                        null,
                        days == null ? null : Duration.ofDays(days).toSeconds()));
    }
}
