package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A moment of a branch that is kept, with Neon's fields and, under {@code cambium}, what only a
 * local engine knows.
 *
 * @param slug a name for programs that never changes; null if none was given
 * @param lsn where on the branch it was taken
 * @param timestamp that moment as a time
 * @param sourceBranchId the branch it was taken of, which may be gone
 * @param expiresAt when it is deleted by itself; null if never
 * @param manual whether somebody asked for it; false if a schedule did
 * @param fullSize the sum of its files' lengths in bytes; null until it is ready
 */
public record Snapshot(
        String id,
        String name,
        @Nullable String slug,
        String lsn,
        @NeonTime Instant timestamp,
        String sourceBranchId,
        @NeonTime Instant createdAt,
        @NeonTime @Nullable Instant expiresAt,
        boolean manual,
        @Nullable Long fullSize,
        Local cambium) {

    /**
     * What only a local engine knows of a snapshot.
     *
     * @param state {@code pending}, {@code materialising}, {@code ready}, {@code failed}; it can be
     *     restored in each of them
     * @param error why it failed; null if it did not
     * @param sourceBranchName what its branch was called when it was taken
     * @param uniqueBytes freed if it goes, WAL apart; null until it is ready
     * @param walBytes what its own WAL takes
     */
    public record Local(
            String projectId,
            String state,
            @Nullable String error,
            String sourceBranchName,
            @Nullable Long uniqueBytes,
            long walBytes) {}
}
