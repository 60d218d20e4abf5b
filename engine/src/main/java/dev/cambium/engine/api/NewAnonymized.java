package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

/**
 * A branch with masked rows that is asked for.
 *
 * @param source the branch whose rows are masked; null means the default branch
 * @param at the moment of the source; null means now
 * @param database whose rows are masked; other databases come without rows
 * @param rules YAML to follow and to keep; null for the project's
 * @param acceptDetected whether what is found and has no rule gets the function that suits it
 * @param compute whether its compute is to run
 */
public record NewAnonymized(
        String name,
        @Nullable String source,
        @Nullable String at,
        String database,
        @Nullable String rules,
        boolean acceptDetected,
        boolean compute) {}
