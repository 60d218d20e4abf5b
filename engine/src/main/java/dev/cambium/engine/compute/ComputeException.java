package dev.cambium.engine.compute;

import org.jspecify.annotations.Nullable;

/** A compute did not start, stop or answer. The message is a sentence for people. */
public final class ComputeException extends Exception {

    public ComputeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public ComputeException(String message) {
        this(message, null);
    }
}
