package dev.cambium.engine.gateway;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The cancel keys of the sessions that pass through, and where each belongs. Thread-safe. */
final class CancelKeys {

    private final Map<CancelKey, InetSocketAddress> addresses = new ConcurrentHashMap<>();

    void put(CancelKey key, InetSocketAddress address) {
        addresses.put(key, address);
    }

    void remove(CancelKey key, InetSocketAddress address) {
        addresses.remove(key, address);
    }

    Optional<InetSocketAddress> addressOf(CancelKey key) {
        return Optional.ofNullable(addresses.get(key));
    }
}
