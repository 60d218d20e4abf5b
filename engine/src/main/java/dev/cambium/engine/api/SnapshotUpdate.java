package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What is to change about a snapshot.
 *
 * @param name null leaves it
 * @param expiresAt null leaves it
 * @param neverExpires takes the expiry away
 */
public record SnapshotUpdate(
        @Nullable String name, @Nullable Instant expiresAt, boolean neverExpires) {}
