package dev.cambium.engine.timeline;

import java.io.IOException;

/** A point cannot be opened, or what was opened is not the point. The message says why. */
public final class UnreachablePointException extends IOException {

    UnreachablePointException(String message) {
        super(message);
    }
}
