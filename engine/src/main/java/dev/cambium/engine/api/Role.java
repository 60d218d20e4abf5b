package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A role of a branch.
 *
 * @param password only in the answer that created it or revealed it
 * @param authenticationMethod {@code password}, or {@code no_login} of one that is there to have
 *     members
 */
public record Role(
        String branchId,
        String name,
        @Nullable String password,
        @com.fasterxml.jackson.annotation.JsonProperty("protected") boolean isProtected,
        String authenticationMethod,
        @NeonTime Instant createdAt,
        @NeonTime Instant updatedAt) {}
