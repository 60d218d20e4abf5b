package dev.cambium.engine.catalog;

import dev.cambium.engine.page.TimelineId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * The time in which a branch stood on a timeline. A branch's tenures follow one another; create,
 * reset, restore and undo append one.
 *
 * @param ordinal its place among the tenures of the branch, from 0
 * @param from its first moment
 * @param to the first moment after it; null for the one that goes on
 */
public record Tenure(
        String branchId, int ordinal, TimelineId timeline, Instant from, @Nullable Instant to) {}
