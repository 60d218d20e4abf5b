package dev.cambium.engine.timeline;

import dev.cambium.engine.wal.ControlState;

/**
 * What was sealed is neither the state of a running server nor that of a cleanly stopped one: the
 * server was starting, recovering or shutting down. Start it, then seal again.
 */
public final class NotAnImageException extends Exception {

    private final ControlState state;

    NotAnImageException(ControlState state) {
        super(
                "The files were sealed in the state %s; only those of a running or cleanly stopped server can be opened."
                        .formatted(state));
        this.state = state;
    }

    public ControlState state() {
        return state;
    }
}
