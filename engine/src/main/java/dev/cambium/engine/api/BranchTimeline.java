package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * What happened on a branch over a stretch of time: what the slider and {@code cambium timeline}
 * draw. Rows are counted when and if their transaction committed; what was rolled back is not in
 * it. System catalogs, indexes and TOAST tables are not counted; a row that moved to another
 * partition is a row deleted there and one inserted here.
 *
 * @param reach the moments that can be opened; null while there are none
 * @param from the first moment of the range answered
 * @param to the first moment behind it
 * @param slices the range in equal parts, in order, also those in which nothing happened
 * @param relations what was written in the range, most written first
 * @param marks the moments worth naming in the range, in order
 * @param complete false while WAL of the range is still being read, so that figures may grow
 */
public record BranchTimeline(
        String branchId,
        @Nullable Reach reach,
        Instant from,
        Instant to,
        List<Slice> slices,
        List<RelationWrites> relations,
        List<Mark> marks,
        boolean complete) {

    /**
     * What can be opened now.
     *
     * @param fromLsn the oldest position of the current timeline that opens
     * @param fromTime the oldest time that opens, also before the current timeline
     * @param toLsn the end of the current timeline's WAL
     * @param toTime the time of the last commit in it, or when it began
     */
    public record Reach(String fromLsn, Instant fromTime, String toLsn, Instant toTime) {}

    /**
     * A part of the range.
     *
     * @param from its first moment
     * @param to the first moment behind it
     * @param fromLsn where its WAL begins; null if none was written
     * @param toLsn where its WAL ends; null if none was written
     * @param relations the most written, at most five
     */
    public record Slice(
            Instant from,
            Instant to,
            @Nullable String fromLsn,
            @Nullable String toLsn,
            long walBytes,
            long commits,
            long aborts,
            long rowsInserted,
            long rowsUpdated,
            long rowsDeleted,
            List<RelationWrites> relations) {}

    /**
     * Rows written to one relation, under the name that it had then.
     *
     * @param schema null if no name is known
     * @param name the number of its file if no name is known: it lived too short
     */
    public record RelationWrites(
            String database,
            @Nullable String schema,
            String name,
            long inserted,
            long updated,
            long deleted) {

        /** All rows touched. */
        public long rows() {
            return inserted + updated + deleted;
        }

        /** {@code schema.name}, without the schema if it is {@code public} or not known. */
        public String label() {
            return schema == null || schema.equals("public") ? name : schema + "." + name;
        }
    }

    /**
     * A moment worth naming.
     *
     * @param kind {@code ddl}, {@code big_write}, {@code checkpoint}, {@code image}, {@code
     *     branch_point}, {@code bookmark}, {@code snapshot}, {@code created}, {@code reset} or
     *     {@code restore}
     * @param time when it was
     * @param moment what to ask for to open the branch there, an LSN or a time: for {@code ddl},
     *     {@code big_write}, {@code reset} and {@code restore} just before it, with all that was
     *     committed earlier and without it; null if it cannot be opened
     * @param label a few words, for example {@code DROP TABLE orders}
     * @param tables the relations concerned, at most 20
     * @param rows touched by a {@code big_write}, else 0
     * @param id of the bookmark or snapshot, or of the branch that left here; else null
     */
    public record Mark(
            String kind,
            Instant time,
            @Nullable String moment,
            String label,
            List<String> tables,
            long rows,
            @Nullable String id) {}
}
