package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Content that no branch stands on any more.
 *
 * @param branchId the branch that held it; null if that is gone for good
 * @param branchName what that is or was called; empty if it is gone for good
 * @param deleted whether the branch can be recovered, rather than was given other content
 * @param keepUntil when it is deleted for good by itself
 * @param bytes on disk that deleting it alone would free, its WAL included; what several share is
 *     in none of them
 */
public record TrashItem(
        String timelineId,
        @Nullable String branchId,
        String branchName,
        boolean deleted,
        Instant trashedAt,
        Instant keepUntil,
        long bytes) {}
