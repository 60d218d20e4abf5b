package dev.cambium.engine.gateway;

import java.net.InetSocketAddress;

/** A running compute, kept for one client until that has gone. */
public interface Destination extends AutoCloseable {

    /** Where it listens; the gateway connects at once and only once. */
    InetSocketAddress address();

    /** Tells that the client has gone. Must not throw, and does nothing the second time. */
    @Override
    void close();
}
