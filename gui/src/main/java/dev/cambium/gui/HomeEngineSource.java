package dev.cambium.gui;

import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.EngineLauncher;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.workspace.EngineSource;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * The engine of a home folder, looked up each time, because a restarted one has another address.
 * Only the first time is it started when none runs: whoever stops the engine while the window is
 * open wants it to stay stopped.
 */
final class HomeEngineSource implements EngineSource {

    private final EngineLauncher launcher;

    /** Opened by one thread after the other, not always the same. */
    private volatile boolean asked;

    private volatile @Nullable EngineException whyNotStarted;

    HomeEngineSource(EngineLauncher launcher) {
        this.launcher = launcher;
    }

    @Override
    public String startCommand() {
        Path home = launcher.home().folder();
        return home.equals(EngineHome.usual().folder())
                ? EngineSource.super.startCommand()
                : Text.get("empty.command.start.home", inShell(home.toString()));
    }

    /** As one word. */
    private static String inShell(String text) {
        return text.matches("[\\w@%+=:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    @Override
    public EngineClient open() {
        if (!asked) {
            asked = true;
            try {
                return launcher.runningOrStarted(null);
            } catch (EngineException e) {
                whyNotStarted = e;
                throw e;
            }
        }
        EngineClient running = launcher.running().orElse(null);
        if (running == null) {
            EngineException why = whyNotStarted;
            throw why != null
                    ? why
                    : new EngineException(
                            0,
                            "NO_ENGINE",
                            Text.get("engine.stopped", launcher.home().folder().toString()));
        }
        whyNotStarted = null;
        return running;
    }
}
