package dev.cambium.engine.journal;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/** One thing that happened, in a project. Texts longer than 4,000 characters are cut. */
public sealed interface JournalEntry {

    /** When it happened; not later than when it is appended. */
    Instant at();

    String projectId();

    /** The branch it happened to; null if it concerns the project as a whole. */
    @Nullable String branchId();

    /**
     * A branch's WAL had come so far.
     *
     * @param bytes how many bytes of WAL were written since the tick before, at least 0
     */
    record WalTick(
            Instant at, String projectId, String branchId, TimelineId timeline, Lsn lsn, long bytes)
            implements JournalEntry {}

    /**
     * Something happened to a branch as a whole.
     *
     * @param detail a sentence or name to show, may be empty
     */
    record BranchEvent(
            Instant at, String projectId, String branchId, BranchEventKind kind, String detail)
            implements JournalEntry {}

    /** What can happen to a branch as a whole. */
    enum BranchEventKind {
        /** It came to be. */
        CREATED,
        /** It was put on a fresh timeline opened from its parent. */
        RESET,
        /** It was put on a fresh timeline opened at a moment of its past or from a snapshot. */
        RESTORED,
        /** It was given another name. */
        RENAMED,
        /** It went to the trash. */
        DELETED,
        /** It was taken back out of the trash. */
        RECOVERED,
        /** A database was copied into it from outside. */
        IMPORTED,
        /** It was cut free from its ancestors. */
        FLATTENED
    }

    /**
     * Something happened to a branch's compute.
     *
     * @param detail why, may be empty
     */
    record ComputeEvent(
            Instant at, String projectId, String branchId, ComputeEventKind kind, String detail)
            implements JournalEntry {}

    /** What can happen to a compute. */
    enum ComputeEventKind {
        /** Postgres took its first connection. */
        STARTED,
        /** Postgres was stopped cleanly. */
        STOPPED,
        /** Postgres ended by itself or could not be started. */
        CRASHED
    }

    /**
     * An operation came to its end.
     *
     * @param error what went wrong, in a sentence; null if it succeeded
     */
    record OperationOutcome(
            Instant at,
            String projectId,
            @Nullable String branchId,
            UUID operationId,
            String action,
            @Nullable String error)
            implements JournalEntry {}
}
