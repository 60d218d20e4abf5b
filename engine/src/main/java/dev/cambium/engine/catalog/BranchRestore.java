package dev.cambium.engine.catalog;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;

/**
 * From which snapshot a branch has its content.
 *
 * @param targetBranchId the branch whose place it is to take, or whose content was replaced
 */
public record BranchRestore(
        String branchId,
        String snapshotId,
        @Nullable String targetBranchId,
        Status status,
        Instant restoredAt) {

    /** How far that came. */
    public enum Status {
        /** The branch shows the snapshot, and may take its target's place. */
        RESTORED,
        /** The branch stands in its target's place. */
        FINALIZED;

        /** The word of the API. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
