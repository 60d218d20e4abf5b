package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A moment of a branch that a user gave a name.
 *
 * @param id for example {@code bm-calm-alder-1a2b3c4d}
 * @param name unique on its branch
 * @param lsn its position, on the timeline the branch had then
 * @param time the moment, as a time
 * @param moment what to ask for to open the branch there: the LSN while the branch is on the same
 *     timeline, else the time
 */
public record Bookmark(
        String id,
        String branchId,
        String name,
        @Nullable String lsn,
        Instant time,
        String moment,
        Instant createdAt) {}
