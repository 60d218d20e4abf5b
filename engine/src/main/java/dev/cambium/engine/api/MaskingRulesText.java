package dev.cambium.engine.api;

/**
 * The rules for one database of a project.
 *
 * @param version 0 when there never were any
 * @param approved whether somebody reviewed all columns
 * @param maskedColumns how many columns the rules name that get other values
 * @param yaml the rules
 */
public record MaskingRulesText(
        String database, int version, boolean approved, long maskedColumns, String yaml) {}
