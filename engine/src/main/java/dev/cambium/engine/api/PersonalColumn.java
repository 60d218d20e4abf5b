package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A column that seems to hold personal data.
 *
 * @param path inside JSON; null for the column itself
 * @param type of the column, as Postgres writes it
 * @param typeFamily what functions go by, for example {@code text}; see {@link
 *     MaskingFunctionInfo#types}
 * @param kind for example {@code EMAIL_ADDRESS}
 * @param confidence from 0 to 1
 * @param reasons why, for people
 * @param sensitive whether it is sure enough to need a rule
 * @param suggestion the function that suits it; null when somebody decided already
 */
public record PersonalColumn(
        String schema,
        String table,
        String column,
        @Nullable String path,
        String type,
        String typeFamily,
        String kind,
        double confidence,
        List<String> reasons,
        boolean sensitive,
        @Nullable String suggestion) {}
