package dev.cambium.engine.branch.snapshot;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What is asked of a snapshot that is to be made.
 *
 * @param name null lets the engine find one
 * @param slug a name for programs; null for none
 * @param expiresAt null for never
 */
public record NewSnapshot(
        @Nullable String name, @Nullable String slug, @Nullable Instant expiresAt) {}
