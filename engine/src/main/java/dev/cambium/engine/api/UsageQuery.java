package dev.cambium.engine.api;

import java.time.Instant;
import java.util.List;

/**
 * Which usage is asked for.
 *
 * @param projects ids or names; empty means all
 * @param byBranch whether each branch is told for itself
 * @param from rounded down to the granularity
 * @param to the first moment behind; rounded up, and never later than now
 */
public record UsageQuery(
        List<String> projects,
        boolean byBranch,
        Granularity granularity,
        Instant from,
        Instant to) {}
