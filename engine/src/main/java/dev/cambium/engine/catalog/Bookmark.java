package dev.cambium.engine.catalog;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;

import java.time.Instant;

/**
 * A moment of a branch that a user gave a name.
 *
 * @param name unique on the branch
 * @param timeline the one the branch had then; the LSN means something on it only
 * @param at the moment as a time
 */
public record Bookmark(
        String id,
        String branchId,
        String name,
        TimelineId timeline,
        Lsn lsn,
        Instant at,
        Instant createdAt) {}
