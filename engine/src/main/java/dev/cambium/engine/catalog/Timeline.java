package dev.cambium.engine.catalog;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * The storage history under a branch, as far as its name goes. Parent and parent LSN of one after
 * another give the lineage.
 *
 * @param parent the timeline it was opened from; null for one that began with initdb or an import
 * @param parentLsn where it left the parent; null exactly if the parent is
 * @param expectedEnd the LSN at which its first start must end recovery; null if it was opened
 *     without recovery or has proven it
 * @param trashedAt when it was put in the trash; null unless trashed
 * @param keepUntil when it may be deleted for good; null unless trashed
 * @param rolesDue whether the branch's roles must be put into it at its next start, because it was
 *     not the branch's content for a while
 */
public record Timeline(
        TimelineId id,
        String projectId,
        int pgMajor,
        TimelineState state,
        @Nullable TimelineId parent,
        @Nullable Lsn parentLsn,
        @Nullable Lsn expectedEnd,
        Instant createdAt,
        @Nullable Instant trashedAt,
        @Nullable Instant keepUntil,
        boolean rolesDue) {

    /** One whose roles are those of its branch. */
    public Timeline(
            TimelineId id,
            String projectId,
            int pgMajor,
            TimelineState state,
            @Nullable TimelineId parent,
            @Nullable Lsn parentLsn,
            @Nullable Lsn expectedEnd,
            Instant createdAt,
            @Nullable Instant trashedAt,
            @Nullable Instant keepUntil) {
        this(
                id,
                projectId,
                pgMajor,
                state,
                parent,
                parentLsn,
                expectedEnd,
                createdAt,
                trashedAt,
                keepUntil,
                false);
    }
}
