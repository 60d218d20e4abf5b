package dev.cambium.gui.workspace;

import dev.cambium.engine.api.EngineClient;
import dev.cambium.gui.l10n.Text;

/** Where the window's engine is found; asked anew each time the connection was lost. */
@FunctionalInterface
public interface EngineSource {

    /**
     * Blocks at most some seconds.
     *
     * @return a client that answers to {@code info()} or will soon
     * @throws dev.cambium.engine.api.EngineException when there is no engine, with a sentence
     */
    EngineClient open();

    /** What starts an engine that this will find, for a shell. */
    default String startCommand() {
        return Text.get("empty.command.start");
    }
}
