package dev.cambium.engine.gateway;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;

/**
 * Where a client wants to go, as its port and its first packets say. What was meant for the gateway
 * is taken out of the packet before it reaches Postgres.
 *
 * @param ownerId the branch or read-only endpoint whose port the client came to; null on the router
 *     port
 * @param branchName from a database written {@code dbname@branch} or {@code dbname@project/branch},
 *     on the router port only
 * @param serverName what the client's TLS calls the server, null if it does not; libpq says nothing
 *     for addresses
 * @param selectors words of the startup option {@code options} that are the gateway's, by their
 *     name: {@code endpoint}, {@code neon_lsn} and so on, without their values' escapes
 * @param startup the startup packet as the compute shall see it
 */
public record ConnectionRequest(
        @Nullable String ownerId,
        @Nullable String branchName,
        @Nullable String serverName,
        Map<String, String> selectors,
        StartupPacket.Startup startup) {

    /** The id that {@code options=endpoint=…} names. */
    public Optional<String> endpoint() {
        return Optional.ofNullable(selectors.get("endpoint"));
    }

    /** The moment that {@code options=neon_lsn:…} names. */
    public Optional<String> lsn() {
        return Optional.ofNullable(selectors.get("neon_lsn"));
    }

    /** The moment that {@code options=neon_timestamp:…} names. */
    public Optional<String> timestamp() {
        return Optional.ofNullable(selectors.get("neon_timestamp"));
    }
}
