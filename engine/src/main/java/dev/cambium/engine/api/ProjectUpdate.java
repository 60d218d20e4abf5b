package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

/**
 * What to change of a project; what is null stays.
 *
 * @param historyRetentionSeconds how far back its branches can be asked, 0 to 30 days
 * @param historyMaxBytes how much disk that may take
 * @param endpointDefaults what holds for the endpoints that set nothing themselves
 */
public record ProjectUpdate(
        @Nullable String name,
        @Nullable Long historyRetentionSeconds,
        @Nullable Long historyMaxBytes,
        @Nullable EndpointUpdate endpointDefaults) {

    /** Whether it changes nothing at all. */
    public boolean isEmpty() {
        return name == null
                && historyRetentionSeconds == null
                && historyMaxBytes == null
                && endpointDefaults == null;
    }
}
