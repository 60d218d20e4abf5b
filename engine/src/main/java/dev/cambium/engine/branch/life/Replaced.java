package dev.cambium.engine.branch.life;

import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.page.TimelineId;

import org.jspecify.annotations.Nullable;

/**
 * A branch whose content was replaced.
 *
 * @param backup the branch that has the content it had before; null if that is in the trash
 * @param before the timeline it stood on
 */
public record Replaced(
        Branch branch, @Nullable Branch backup, TimelineId before, Operation operation) {}
