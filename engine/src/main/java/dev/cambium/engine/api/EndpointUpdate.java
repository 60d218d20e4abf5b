package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * What is to be set for an endpoint; null leaves what is set.
 *
 * @param suspendTimeoutSeconds after how long without a client its compute falls asleep: 0 for the
 *     project's default, -1 for never, else 1 to 604,800
 * @param poolTimeoutSeconds after how long although clients are connected, all of which are idle;
 *     likewise
 * @param pgSettings all settings of Postgres that are to be set, by name
 * @param preloadLibraries all libraries that are to be loaded at its start
 * @param port where it is to be reached from now on
 */
public record EndpointUpdate(
        @Nullable Long suspendTimeoutSeconds,
        @Nullable Long poolTimeoutSeconds,
        @Nullable Map<String, String> pgSettings,
        @Nullable List<String> preloadLibraries,
        @Nullable Integer port) {

    /** Changes nothing. */
    public static final EndpointUpdate NOTHING = new EndpointUpdate(null, null, null, null);

    /** The port stays. */
    public EndpointUpdate(
            @Nullable Long suspendTimeoutSeconds,
            @Nullable Long poolTimeoutSeconds,
            @Nullable Map<String, String> pgSettings,
            @Nullable List<String> preloadLibraries) {
        this(suspendTimeoutSeconds, poolTimeoutSeconds, pgSettings, preloadLibraries, null);
    }
}
