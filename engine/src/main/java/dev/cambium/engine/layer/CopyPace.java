package dev.cambium.engine.layer;

import java.io.IOException;

/**
 * What is asked before each chunk that is copied from layer to layer; when it throws, no more is.
 */
interface CopyPace {

    /** Returns when the next {@code bytes} may be copied. */
    void spend(long bytes) throws IOException;

    /** Throws if the copy is not wanted any more. */
    void requireGoing() throws IOException;
}
