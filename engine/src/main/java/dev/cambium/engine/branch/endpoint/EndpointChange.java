package dev.cambium.engine.branch.endpoint;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * What is to be set for an endpoint, or by a project for those of its branches; null leaves what is
 * set.
 *
 * @param suspendTimeoutSeconds 0 for the default, -1 for never, else 1 to 604,800
 * @param poolTimeoutSeconds likewise
 * @param pgSettings all that are to be set
 * @param preloadLibraries all that are to be loaded
 */
public record EndpointChange(
        @Nullable Long suspendTimeoutSeconds,
        @Nullable Long poolTimeoutSeconds,
        @Nullable Map<String, String> pgSettings,
        @Nullable List<String> preloadLibraries) {

    /** Leaves all that is set. */
    public static final EndpointChange NOTHING = new EndpointChange(null, null, null, null);
}
