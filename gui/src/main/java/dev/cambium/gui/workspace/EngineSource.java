package dev.cambium.gui.workspace;

import dev.cambium.engine.api.EngineClient;

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
}
