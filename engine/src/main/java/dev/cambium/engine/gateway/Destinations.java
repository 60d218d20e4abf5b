package dev.cambium.engine.gateway;

/**
 * Where clients are taken to. Implementations are thread-safe; many clients come at once, each on a
 * thread of its own.
 */
public interface Destinations {

    /**
     * Finds the compute that a client asks for, and starts it if it sleeps; returns when it takes
     * connections. The gateway closes the answer when the client has gone.
     *
     * @throws RefusedConnectionException with what the client is told instead
     */
    Destination open(ConnectionRequest request) throws RefusedConnectionException;

    /**
     * Hears that a client has begun to encrypt, so that it will ask soon: what has to be started
     * for it may be, while keys are exchanged. Does nothing unless told otherwise. Called on a
     * thread of its own; must not fail.
     *
     * @param ownerId whose port the client came to
     */
    default void expect(String ownerId) {}
}
