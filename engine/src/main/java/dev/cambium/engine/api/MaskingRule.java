package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

/**
 * One of Neon's masking rules: a function such as {@code anon.fake_email()} or one of ours such as
 * {@code noise(ratio: 0.1)}, or a value. With neither it takes a rule away, where rules are
 * changed.
 */
public record MaskingRule(
        String databaseName,
        String schemaName,
        String tableName,
        String columnName,
        @Nullable String maskingFunction,
        @Nullable String maskingValue) {}
