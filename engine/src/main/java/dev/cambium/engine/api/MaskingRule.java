package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

/** One of Neon's masking rules: a function such as {@code anon.fake_email()}, or a value. */
public record MaskingRule(
        String databaseName,
        String schemaName,
        String tableName,
        String columnName,
        @Nullable String maskingFunction,
        @Nullable String maskingValue) {}
