package dev.cambium.engine.branch.anonymize;

import org.jspecify.annotations.Nullable;

/**
 * A rule as Neon writes it: either a function or a value.
 *
 * @param function for example {@code anon.fake_email()}
 * @param value a literal, or NULL
 */
public record MaskingRule(
        String database,
        String schema,
        String table,
        String column,
        @Nullable String function,
        @Nullable String value) {}
