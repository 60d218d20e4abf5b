package dev.cambium.engine.wal.digest;

import java.util.List;

/**
 * What a digest holds: slices one after another without a gap, each behind the marks and names that
 * belong to it. LSNs are unsigned; times are microseconds since 2000 in UTC, as WAL has them.
 */
sealed interface DigestEntry {

    /**
     * A few seconds or megabytes of WAL.
     *
     * @param toLsn where a record begins, or a page
     * @param resumeLsn from where WAL must be read again to know what was open at {@code toLsn}
     * @param fromMicros the first end of a transaction in it, or where the slice before ended
     * @param toMicros the last time known in it, never before the slice before
     * @param latestStamp of all ends of transactions up to {@code toLsn}
     * @param relations database and file of each relation, see {@link RelationNumbers#key}
     * @param rows inserted, updated and deleted of each relation
     */
    @SuppressWarnings("ArrayRecordComponent") // read by the thousand, never compared
    record Slice(
            long fromLsn,
            long toLsn,
            long resumeLsn,
            long fromMicros,
            long toMicros,
            long latestStamp,
            int commits,
            int aborts,
            long[] relations,
            int[] rows)
            implements DigestEntry {}

    /**
     * A transaction that changed the schema.
     *
     * @param start of the record of its commit
     * @param oids the relations whose description changed
     * @param made of them those it made
     * @param truncated of them those it truncated
     * @param catalogs the system catalogs it wrote
     * @param attributesUpdated whether it changed a column that was there
     * @param databasesMade those it made
     * @param databasesDropped those it dropped
     */
    record Ddl(
            long start,
            long end,
            long micros,
            long database,
            List<Long> oids,
            List<Long> made,
            List<Long> truncated,
            List<Integer> catalogs,
            boolean attributesUpdated,
            List<Long> databasesMade,
            List<Long> databasesDropped)
            implements DigestEntry {}

    /**
     * A transaction that touched many rows.
     *
     * @param start of the record of its commit
     * @param relations the most written, with their rows
     */
    @SuppressWarnings("ArrayRecordComponent") // read by the thousand, never compared
    record BigWrite(
            long start,
            long end,
            long micros,
            long inserted,
            long updated,
            long deleted,
            long[] relations,
            int[] rows)
            implements DigestEntry {}

    /** A checkpoint that is complete. */
    record Checkpoint(long start, long end, long micros, boolean shutdown, long redoLsn)
            implements DigestEntry {}

    /** What was learned about names. */
    record Names(List<NameChange> changes) implements DigestEntry {}
}
