package dev.cambium.engine.branch.anonymize;

import dev.cambium.anonymizer.column.DatabaseShape;
import dev.cambium.anonymizer.plan.MaskingPlan;
import dev.cambium.anonymizer.rules.MaskingRules;

/**
 * What is to be done with one database.
 *
 * @param version of the rules in the project; 0 for those of a branch
 */
public record DatabasePlan(
        MaskingRules rules, int version, DatabaseShape shape, MaskingPlan plan) {}
