package dev.cambium.engine.branch.moment;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A moment of a branch worth naming.
 *
 * @param moment what opens there, or just before it if it changed something; null if nothing does
 * @param rows touched by a big write, else 0
 * @param id of the bookmark or snapshot, or of the branch that left here
 */
public record PastMark(
        Kind kind,
        Instant time,
        @Nullable Moment moment,
        String label,
        List<String> tables,
        long rows,
        @Nullable String id) {

    /** What it is. */
    public enum Kind {
        DDL,
        BIG_WRITE,
        CHECKPOINT,
        IMAGE,
        BRANCH_POINT,
        BOOKMARK,
        SNAPSHOT,
        CREATED,
        RESET,
        RESTORE
    }
}
