package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A branch with masked rows that is asked for.
 *
 * @param source the branch whose rows are masked; null means the default branch
 * @param at the moment of the source; null means now
 * @param database whose rows are masked; other databases come without rows
 * @param rules YAML to follow and to keep; null for the project's
 * @param acceptDetected whether what is found and has no rule gets the function that suits it
 * @param compute whether its compute is to run
 * @param isProtected whether resetting and deleting it is to be refused, from its first moment on
 * @param expiresAt when it is to be deleted by itself, null for never; not for protected ones
 */
public record NewAnonymized(
        String name,
        @Nullable String source,
        @Nullable String at,
        String database,
        @Nullable String rules,
        boolean acceptDetected,
        boolean compute,
        boolean isProtected,
        @Nullable Instant expiresAt) {

    /** One that lives for good, until somebody deletes it. */
    public NewAnonymized(
            String name,
            @Nullable String source,
            @Nullable String at,
            String database,
            @Nullable String rules,
            boolean acceptDetected,
            boolean compute) {
        this(name, source, at, database, rules, acceptDetected, compute, false, null);
    }
}
