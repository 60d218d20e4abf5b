package dev.cambium.gui;

import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.preferences.Preferences;
import dev.cambium.gui.shell.Opening;
import dev.cambium.gui.shell.WorkbenchWindow;
import dev.cambium.gui.task.PoolTaskRunner;
import dev.cambium.gui.task.TaskRunner;
import dev.cambium.gui.theme.Appearance;
import dev.cambium.gui.theme.ThemeChoice;
import dev.cambium.gui.workspace.EngineSource;

import javafx.application.Application;
import javafx.stage.Stage;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** What JavaFX starts. JavaFX makes it itself, so what it needs is left for it by {@link #open}. */
public final class WorkbenchApplication extends Application {

    private static @Nullable Start start;

    private final TaskRunner runner = new PoolTaskRunner();

    private record Start(EngineSource source, WorkbenchOptions options) {}

    /** Opens the window and returns when it was closed; once in a process. */
    static void open(EngineSource source, WorkbenchOptions options) {
        start = new Start(source, options);
        launch(WorkbenchApplication.class);
    }

    @Override
    public void start(Stage stage) {
        Start with = Objects.requireNonNull(start, "Workbench starts the application");
        WorkbenchOptions options = with.options();
        Preferences preferences = preferences(options);
        Appearance appearance = preferences.appearance(theme(options));
        WorkbenchOptions.Size size = options.size();
        if (size != null) {
            stage.setWidth(size.width());
            stage.setHeight(size.height());
        }
        Runnable load = () -> open(stage, with, preferences, appearance);
        Opening.show(
                stage,
                appearance,
                preferences.width(),
                preferences.height(),
                () -> runner.later(Duration.ZERO, load));
    }

    private void open(Stage stage, Start with, Preferences preferences, Appearance appearance) {
        WorkbenchOptions options = with.options();
        WorkbenchWindow window =
                new WorkbenchWindow(
                        stage, with.source(), runner, preferences, appearance, options.select());
        KeyMap screen = options.screen();
        if (screen != null) {
            window.openOn(screen, options.sql());
        }
        window.perform(options.commands(), runner);
        Path shot = options.screenshot();
        if (shot != null) {
            new Screenshot(window, runner, shot, options.commands().size()).takeWhenLoaded();
        }
        window.open();
    }

    private static Preferences preferences(WorkbenchOptions options) {
        Path home = options.home();
        if (options.screenshot() != null) {
            return Preferences.noneOf(home);
        }
        return home == null ? Preferences.in(Preferences.userFolder()) : Preferences.inHome(home);
    }

    /** A picture is light or dark, whatever the machine that takes it prefers. */
    private static @Nullable ThemeChoice theme(WorkbenchOptions options) {
        if (options.dark()) {
            return ThemeChoice.DARK;
        }
        return options.screenshot() == null ? null : ThemeChoice.LIGHT;
    }

    @Override
    public void stop() {
        runner.close();
    }
}
