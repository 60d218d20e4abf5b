package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What is asked of a snapshot that is to be made.
 *
 * @param name null lets the engine find one
 * @param slug a name for programs; null for none
 * @param at an LSN or an RFC 3339 time; null means now
 * @param expiresAt when it is to be deleted by itself; null for never
 */
public record NewSnapshot(
        @Nullable String name,
        @Nullable String slug,
        @Nullable String at,
        @Nullable Instant expiresAt) {}
