package dev.cambium.engine.catalog;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is set for the endpoint of a branch, or by a project for those of its branches.
 *
 * @param ownerId a branch's or a project's id
 * @param suspendTimeoutSeconds after how long without a client the compute is stopped; 0 means the
 *     project's or, for a project, the engine's default, -1 never
 * @param poolTimeoutSeconds after how long it is stopped although clients are connected, all of
 *     which are idle; 0 and -1 as above
 * @param pgSettings settings of Postgres by name, in the order of names
 * @param preloadLibraries for shared_preload_libraries, in their order
 */
public record EndpointSettings(
        String ownerId,
        long suspendTimeoutSeconds,
        long poolTimeoutSeconds,
        Map<String, String> pgSettings,
        List<String> preloadLibraries,
        Instant updatedAt) {

    /** The value of both timeouts that leaves the choice to others. */
    public static final long DEFAULT = 0;

    /** The value of both timeouts that switches them off. */
    public static final long NEVER = -1;

    public EndpointSettings {
        pgSettings = Collections.unmodifiableMap(new TreeMap<>(pgSettings));
        preloadLibraries = List.copyOf(preloadLibraries);
    }

    /** The same for another owner. */
    public EndpointSettings of(String owner) {
        return new EndpointSettings(
                owner,
                suspendTimeoutSeconds,
                poolTimeoutSeconds,
                pgSettings,
                preloadLibraries,
                updatedAt);
    }

    /** Nothing is set. */
    public static EndpointSettings none(String ownerId, Instant now) {
        return new EndpointSettings(ownerId, DEFAULT, DEFAULT, Map.of(), List.of(), now);
    }
}
