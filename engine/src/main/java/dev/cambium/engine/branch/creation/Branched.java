package dev.cambium.engine.branch.creation;

import dev.cambium.engine.branch.moment.FoundMoment;
import dev.cambium.engine.catalog.Branch;

/**
 * A branch that was created.
 *
 * @param from the moment of its parent that it began with
 */
public record Branched(Branch branch, FoundMoment from) {}
