package dev.cambium.gui.screen;

import dev.cambium.gui.command.Commands;
import dev.cambium.gui.control.Sheet;
import dev.cambium.gui.preferences.Preferences;
import dev.cambium.gui.task.TaskRunner;
import dev.cambium.gui.theme.Appearance;
import dev.cambium.gui.workspace.Notice;
import dev.cambium.gui.workspace.Workspace;

import java.util.function.Consumer;

/**
 * What the window offers its features. Used on the JavaFX thread.
 *
 * @param workspace what is known of the engine
 * @param commands where a feature adds what it can do
 * @param screens where it adds what it shows
 * @param sheet the dialog over the window
 * @param notices tells of an end that nobody waits for
 * @param clipboard takes what is copied
 * @param tasks runs what must not run on the screen's thread
 * @param preferences what the window remembers
 * @param appearance how it looks
 */
public record Frame(
        Workspace workspace,
        Commands commands,
        Screens screens,
        Sheet sheet,
        Consumer<Notice> notices,
        Consumer<String> clipboard,
        TaskRunner tasks,
        Preferences preferences,
        Appearance appearance) {}
