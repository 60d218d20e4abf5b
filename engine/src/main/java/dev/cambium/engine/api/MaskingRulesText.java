package dev.cambium.engine.api;

import java.util.List;

/**
 * The rules for one database of a project.
 *
 * @param version 0 when there never were any
 * @param approved whether somebody reviewed all columns
 * @param maskedColumns how many columns the rules name that get other values
 * @param yaml the rules
 * @param columns what the rules say of columns, in their order
 */
public record MaskingRulesText(
        String database,
        int version,
        boolean approved,
        long maskedColumns,
        String yaml,
        List<MaskingRule> columns) {}
