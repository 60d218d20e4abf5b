package dev.cambium.engine.catalog;

import java.time.Instant;

/**
 * One version of the masking rules for a database of a project.
 *
 * @param version from 1 on
 * @param yaml the rules
 */
public record MaskingRuleSet(
        String projectId, String database, int version, String yaml, Instant createdAt) {}
