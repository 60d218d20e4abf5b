package dev.cambium.engine.gateway;

import org.jspecify.annotations.Nullable;

/** A client is not taken anywhere. The message is a sentence for the client. */
public final class RefusedConnectionException extends Exception {

    private final SqlState state;

    public RefusedConnectionException(SqlState state, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.state = state;
    }

    public RefusedConnectionException(SqlState state, String message) {
        this(state, message, null);
    }

    public SqlState state() {
        return state;
    }
}
