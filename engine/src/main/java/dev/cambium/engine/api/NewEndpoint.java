package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

/**
 * What is asked of a new read-only endpoint.
 *
 * @param name for people; null for none
 * @param settings what is to be set for it
 */
public record NewEndpoint(@Nullable String name, EndpointUpdate settings) {}
