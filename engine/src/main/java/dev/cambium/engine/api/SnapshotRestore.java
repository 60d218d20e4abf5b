package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

/**
 * How a snapshot is to be restored.
 *
 * @param name of the new branch; null lets the engine find one. Without a meaning when it is
 *     finalized at once: then no branch is new but the backup
 * @param targetBranch the branch whose place it is to take, by id or name; null means the one the
 *     snapshot was taken of
 * @param finalizeNow whether it takes that place at once, instead of becoming a branch to look at
 */
public record SnapshotRestore(
        @Nullable String name, @Nullable String targetBranch, boolean finalizeNow) {}
