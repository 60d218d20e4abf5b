package dev.cambium.gui.verb;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Endpoint;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.gui.form.Field;
import dev.cambium.gui.form.Form;
import dev.cambium.gui.l10n.Text;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The settings of a branch's compute: when it falls asleep, its port, and Postgres' own. */
final class SettingsForm {

    /** The longest that the API takes: a week, in seconds. */
    private static final long LONGEST = 604_800;

    private static final int LAST_PORT = 65_535;

    private final VerbRunner runner;
    private final Branch branch;
    private final Endpoint endpoint;
    private final StringProperty timeout;
    private final StringProperty port;
    private final StringProperty settings;
    private final BooleanProperty restart = new SimpleBooleanProperty(true);
    private final StringBinding timeoutProblem;
    private final StringBinding portProblem;
    private final StringBinding settingsProblem;

    SettingsForm(VerbRunner runner, Branch branch, Endpoint endpoint) {
        this.runner = runner;
        this.branch = branch;
        this.endpoint = endpoint;
        timeout =
                new SimpleStringProperty(
                        endpoint.suspendTimeoutSeconds() == 0
                                ? ""
                                : String.valueOf(endpoint.suspendTimeoutSeconds()));
        port = new SimpleStringProperty(portOf(endpoint));
        settings = new SimpleStringProperty(written(endpoint));
        timeoutProblem =
                Bindings.createStringBinding(
                        () ->
                                timeout.get().isBlank()
                                                || number(timeout.get(), -1, LONGEST) != null
                                        ? ""
                                        : Text.get("settings.timeout.problem"),
                        timeout);
        portProblem =
                Bindings.createStringBinding(
                        () ->
                                number(port.get(), 1, LAST_PORT) == null
                                        ? Text.get("settings.port.problem")
                                        : "",
                        port);
        settingsProblem = Bindings.createStringBinding(this::wrongLine, settings);
    }

    private static String portOf(Endpoint endpoint) {
        return endpoint.host().substring(endpoint.host().lastIndexOf(':') + 1);
    }

    private static String written(Endpoint endpoint) {
        return endpoint.settings().get("pg_settings") instanceof Map<?, ?> set
                ? set.entrySet().stream()
                        .map(each -> each.getKey() + " = " + each.getValue())
                        .collect(Collectors.joining("\n"))
                : "";
    }

    private static @Nullable Long number(String text, long least, long most) {
        try {
            long value = Long.parseLong(text.strip());
            return value >= least && value <= most ? value : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private String wrongLine() {
        return settings.get()
                .lines()
                .filter(line -> !line.isBlank() && line.indexOf('=') < 1)
                .findFirst()
                .map(line -> Text.get("settings.postgres.problem", line.strip()))
                .orElse("");
    }

    private Map<String, String> read() {
        Map<String, String> set = new LinkedHashMap<>();
        settings.get()
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(
                        line -> {
                            int sign = line.indexOf('=');
                            set.put(
                                    line.substring(0, sign).strip(),
                                    line.substring(sign + 1).strip());
                        });
        return set;
    }

    StringProperty timeout() {
        return timeout;
    }

    StringProperty settings() {
        return settings;
    }

    Form form() {
        return VerbForm.of(
                runner,
                Text.get("settings.title", branch.name()),
                List.of(
                        Field.Words.line(
                                        "settings-timeout",
                                        "settings.timeout",
                                        timeout,
                                        timeoutProblem)
                                .prompt(Text.get("settings.timeout.prompt")),
                        Field.Words.line("settings-port", "settings.port", port, portProblem),
                        Field.Words.line(
                                        "settings-postgres",
                                        "settings.postgres",
                                        settings,
                                        settingsProblem)
                                .prompt("work_mem = 64MB")
                                .rows(6),
                        Field.Sentence.of(
                                "settings-note", Field.Tone.NOTE, Text.get("settings.note")),
                        Field.Switch.of(
                                "settings-restart",
                                "settings.restart",
                                Text.get("settings.restart.note"),
                                restart)),
                new Form.Button("confirm", Text.get("settings.save"), Form.Weight.PRIMARY),
                VerbForm.fine(timeoutProblem, portProblem, settingsProblem),
                () -> ContentVerbs.settings(branch, endpoint, update(), restart.get()));
    }

    private EndpointUpdate update() {
        Long seconds =
                timeout.get().isBlank() ? Long.valueOf(0) : number(timeout.get(), -1, LONGEST);
        Long asked = number(port.get(), 1, LAST_PORT);
        Integer moved =
                asked == null || portOf(endpoint).equals(asked.toString())
                        ? null
                        : Integer.valueOf(asked.intValue());
        return new EndpointUpdate(seconds, null, read(), null, moved);
    }
}
