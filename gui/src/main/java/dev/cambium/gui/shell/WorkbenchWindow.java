package dev.cambium.gui.shell;

import dev.cambium.engine.api.Branch;
import dev.cambium.gui.command.Command;
import dev.cambium.gui.command.Commands;
import dev.cambium.gui.control.KeyMap;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.preferences.Preferences;
import dev.cambium.gui.screen.Frame;
import dev.cambium.gui.screen.Place;
import dev.cambium.gui.task.TaskRunner;
import dev.cambium.gui.theme.Appearance;
import dev.cambium.gui.theme.Fonts;
import dev.cambium.gui.theme.ThemeChoice;
import dev.cambium.gui.theme.Themes;
import dev.cambium.gui.workspace.EngineSource;
import dev.cambium.gui.workspace.Workspace;

import javafx.scene.Scene;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.stage.Stage;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The window with all that is in it, from opening to closing. Used on the JavaFX thread. */
public final class WorkbenchWindow {

    /** Long enough for the engine's answer to the one before. */
    public static final Duration BETWEEN_COMMANDS = Duration.ofMillis(900);

    private static final int[] ICON_SIZES = {16, 32, 48, 128, 256};

    private final Stage stage;
    private final Preferences preferences;
    private final Workspace workspace;
    private final ShellView shell;
    private final Scene scene;
    private final Appearance appearance;
    private final Map<ThemeChoice, RadioMenuItem> themeItems = new EnumMap<>(ThemeChoice.class);

    /**
     * @param stage with the scene of an {@link Opening}, which is used on, or with another or none
     * @param wantedBranch the branch that is chosen at first, by name; null means the default one
     */
    public WorkbenchWindow(
            Stage stage,
            EngineSource source,
            TaskRunner runner,
            Preferences preferences,
            Appearance appearance,
            @Nullable String wantedBranch) {
        Fonts.load();
        this.stage = stage;
        this.preferences = preferences;
        workspace = new Workspace(source, runner, wantedBranch);
        this.appearance = appearance;
        scene =
                stage.getScene() instanceof Opening opening
                        ? opening
                        : new Scene(new Region(), preferences.width(), preferences.height());
        // Before the first control is made: without a theme it would load JavaFX's own.
        new Themes(scene, appearance.themeProperty());
        shell =
                new ShellView(
                        workspace,
                        workspace::connect,
                        runner,
                        preferences,
                        appearance,
                        WindowFeatures.all());
        scene.setRoot(new ScaledPane(shell.root(), appearance.scaleProperty()));
        addCommands();
        scene.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        fillThemeMenu();
        restore();
        stage.setScene(scene);
        stage.setTitle(Text.get("window.title"));
        stage.setMinWidth(ScaledPane.LEAST_WIDTH);
        stage.setMinHeight(600);
        for (int size : ICON_SIZES) {
            stage.getIcons().add(icon(size));
        }
        stage.setOnHidden(event -> close());
    }

    /** Shows the window and begins to ask for the engine. */
    public void open() {
        stage.show();
        workspace.connect();
    }

    /**
     * Shows a screen once the first branch is there.
     *
     * @param sql for the console; null means none
     */
    public void openOn(KeyMap screen, @Nullable String sql) {
        workspace
                .loadedProperty()
                .addListener(
                        (property, before, loaded) -> {
                            Branch branch = workspace.selectedProperty().get();
                            if (sql == null || branch == null) {
                                shell.frame().screens().show(screen);
                            } else {
                                Place place = Place.now(branch.id()).with(sql);
                                shell.frame().screens().show(screen, place);
                            }
                        });
    }

    /** Does commands one after the other once the window is loaded: for pictures. */
    public void perform(List<String> commands, TaskRunner runner) {
        workspace
                .loadedProperty()
                .addListener(
                        (property, before, loaded) -> {
                            Duration wait = BETWEEN_COMMANDS;
                            for (String id : commands) {
                                runner.later(wait, () -> shell.frame().commands().get(id).run());
                                wait = wait.plus(BETWEEN_COMMANDS);
                            }
                        });
    }

    Frame frame() {
        return shell.frame();
    }

    public Scene scene() {
        return scene;
    }

    public Workspace workspace() {
        return workspace;
    }

    private static Image icon(int size) {
        String name = "/dev/cambium/gui/assets/logo-" + size + ".png";
        try (InputStream file = WorkbenchWindow.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("The icon " + name + " is missing");
            }
            return new Image(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void key(KeyEvent event) {
        if (shell.press(event)) {
            event.consume();
        }
    }

    private void addCommands() {
        Commands commands = shell.frame().commands();
        commands.add(Command.of(KeyMap.THEME, "fth-sun", appearance::nextTheme));
        commands.add(Command.of(KeyMap.LARGER, "fth-zoom-in", appearance::larger));
        commands.add(Command.of(KeyMap.SMALLER, "fth-zoom-out", appearance::smaller));
        commands.add(Command.of(KeyMap.USUAL_SIZE, "fth-maximize", appearance::usualSize));
        appearance
                .scaleProperty()
                .addListener((property, before, after) -> preferences.scale(after.intValue()));
    }

    private void fillThemeMenu() {
        MenuButton menu = shell.themeMenu();
        for (ThemeChoice choice : ThemeChoice.values()) {
            RadioMenuItem item = new RadioMenuItem(choice.word());
            item.setId("theme-" + choice.name().toLowerCase(java.util.Locale.ROOT));
            item.setGraphic(new FontIcon(choice.icon()));
            item.setOnAction(event -> appearance.themeProperty().set(choice));
            themeItems.put(choice, item);
            menu.getItems().add(item);
        }
        appearance.themeProperty().addListener((property, before, after) -> showTheme());
        showTheme();
    }

    private void showTheme() {
        ThemeChoice choice = appearance.themeProperty().get();
        MenuButton menu = shell.themeMenu();
        menu.setGraphic(new FontIcon(choice.icon()));
        menu.setTooltip(new Tooltip(Text.get("theme.tooltip", choice.word(), KeyMap.THEME.keys())));
        themeItems.forEach((theme, item) -> item.setSelected(theme == choice));
        preferences.theme(choice);
    }

    private void restore() {
        shell.home().graph().zoomProperty().set(preferences.zoom());
        shell.home().inspectorOpenProperty().set(preferences.inspectorOpen());
        shell.home().timelineOpenProperty().set(preferences.timelineOpen());
    }

    private void close() {
        preferences.size(scene.getWidth(), scene.getHeight());
        preferences.zoom(shell.home().graph().zoomProperty().get());
        preferences.inspectorOpen(shell.home().inspectorOpenProperty().get());
        preferences.timelineOpen(shell.home().timelineOpenProperty().get());
        preferences.save();
        shell.frame().screens().close();
        workspace.close();
    }
}
