package dev.cambium.engine.api;

import java.util.Map;

/**
 * What holds for the endpoints of a project that set nothing themselves.
 *
 * @param suspendTimeoutSeconds after how long without a client a compute falls asleep, whether the
 *     project says so or the engine; -1 for never, else 1 to 604,800
 * @param pgSettings settings of Postgres by name, as the project has them
 */
public record EndpointDefaults(long suspendTimeoutSeconds, Map<String, String> pgSettings) {}
