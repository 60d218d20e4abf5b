package dev.cambium.gui.settings;

import dev.cambium.engine.api.EndpointDefaults;
import dev.cambium.engine.api.EndpointUpdate;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineInfo;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.ProjectUpdate;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.EngineState;
import dev.cambium.gui.workspace.Failures;
import dev.cambium.gui.workspace.Workspace;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** What the engine tells of itself, and what can be set for the chosen project. */
final class SettingsViewModel {

    private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3_600);

    /** A timeout that the API takes for the engine's own. */
    private static final Long ENGINES_CHOICE = 0L;

    private static final BigDecimal BYTES_PER_GB = BigDecimal.valueOf(1_000_000_000);

    private final Workspace workspace;
    private final ReadOnlyObjectWrapper<@Nullable EngineInfo> engine =
            new ReadOnlyObjectWrapper<>(null);
    private final StringProperty name = new SimpleStringProperty("");
    private final StringProperty historyHours = new SimpleStringProperty("");
    private final StringProperty historyGigabytes = new SimpleStringProperty("");
    private final StringProperty suspendSeconds = new SimpleStringProperty("");
    private final ReadOnlyBooleanWrapper saving = new ReadOnlyBooleanWrapper(false);
    private final ReadOnlyStringWrapper status = new ReadOnlyStringWrapper("");

    SettingsViewModel(Workspace workspace) {
        this.workspace = workspace;
        workspace.engineStateProperty().addListener((property, before, after) -> readEngine());
        workspace.projectProperty().addListener((property, before, after) -> fill(before, after));
        fill(null, workspace.projectProperty().get());
        readEngine();
    }

    /** What the engine tells of itself; null while none answers. */
    ReadOnlyObjectProperty<@Nullable EngineInfo> engineProperty() {
        return engine.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<@Nullable Project> projectProperty() {
        return workspace.projectProperty();
    }

    StringProperty nameProperty() {
        return name;
    }

    /** How far back branches can be opened, in hours. */
    StringProperty historyHoursProperty() {
        return historyHours;
    }

    /** How much disk the past may take, in GB of 1,000 MB. */
    StringProperty historyGigabytesProperty() {
        return historyGigabytes;
    }

    /** After how long branches that set nothing themselves fall asleep; blank for the engine's. */
    StringProperty suspendSecondsProperty() {
        return suspendSeconds;
    }

    ReadOnlyBooleanProperty savingProperty() {
        return saving.getReadOnlyProperty();
    }

    /** How the last saving went; empty before. */
    ReadOnlyStringProperty statusProperty() {
        return status.getReadOnlyProperty();
    }

    private void readEngine() {
        if (workspace.engineStateProperty().get() != EngineState.READY) {
            engine.set(null);
            return;
        }
        workspace.ask(EngineClient::info, engine::set, failure -> engine.set(null));
    }

    /** What was typed stays when the same project is read again. */
    private void fill(@Nullable Project before, @Nullable Project project) {
        if (project == null || (before != null && before.id().equals(project.id()))) {
            return;
        }
        name.set(project.name());
        historyHours.set(plain(project.historyRetentionSeconds(), SECONDS_PER_HOUR));
        historyGigabytes.set(plain(project.cambiumHistoryMaxBytes(), BYTES_PER_GB));
        suspendSeconds.set(suspendTimeout(project));
        status.set("");
    }

    private static String plain(long value, BigDecimal unit) {
        return BigDecimal.valueOf(value)
                .divide(unit, 3, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    void save() {
        Project project = workspace.projectProperty().get();
        if (project == null || saving.get()) {
            return;
        }
        ProjectUpdate update;
        try {
            update = update(project);
        } catch (NumberFormatException e) {
            status.set(Text.get("settings.not-a-number"));
            return;
        }
        if (update.isEmpty()) {
            status.set(Text.get("settings.unchanged"));
            return;
        }
        saving.set(true);
        workspace.ask(
                client -> client.projects().update(project.id(), update),
                updated -> {
                    saving.set(false);
                    suspendSeconds.set(suspendTimeout(updated));
                    status.set(Text.get("settings.saved"));
                    workspace.readAll();
                },
                failure -> {
                    saving.set(false);
                    status.set(Failures.sentence(failure));
                });
    }

    private ProjectUpdate update(Project project) {
        String wanted = name.get().strip();
        String hours = historyHours.get().strip();
        String gigabytes = historyGigabytes.get().strip();
        String suspend = suspendSeconds.get().strip();
        boolean sameHours =
                hours.equals(plain(project.historyRetentionSeconds(), SECONDS_PER_HOUR));
        boolean sameBytes = gigabytes.equals(plain(project.cambiumHistoryMaxBytes(), BYTES_PER_GB));
        return new ProjectUpdate(
                wanted.equals(project.name()) ? null : wanted,
                sameHours ? null : whole(hours, SECONDS_PER_HOUR),
                sameBytes ? null : whole(gigabytes, BYTES_PER_GB),
                suspend.equals(suspendTimeout(project))
                        ? null
                        : new EndpointUpdate(
                                suspend.isEmpty() ? ENGINES_CHOICE : Long.valueOf(suspend),
                                null,
                                null,
                                null));
    }

    private static String suspendTimeout(Project project) {
        EndpointDefaults defaults = project.defaultEndpointSettings();
        return defaults == null ? "" : String.valueOf(defaults.suspendTimeoutSeconds());
    }

    private static Long whole(String typed, BigDecimal unit) {
        try {
            return new BigDecimal(typed.replace(',', '.'))
                    .multiply(unit)
                    .setScale(0, RoundingMode.HALF_UP)
                    .longValueExact();
        } catch (ArithmeticException e) {
            throw new NumberFormatException(typed);
        }
    }
}
