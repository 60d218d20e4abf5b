package dev.cambium.engine.wal.digest;

import dev.cambium.engine.page.Lsn;

import java.time.Instant;
import java.util.List;

/**
 * Something in WAL that is worth a mark.
 *
 * @param before the last position without it: all that was committed earlier is there
 * @param after the first position with it
 * @param label a few words
 * @param tables the relations concerned
 * @param rows touched by a big write, else 0
 * @param dropsDatabase whether it removed a database, the files of which are gone at {@code before}
 *     already: only a time leads to what was there
 */
public record DigestMark(
        Kind kind,
        Lsn before,
        Lsn after,
        Instant time,
        String label,
        List<String> tables,
        long rows,
        boolean dropsDatabase) {

    /** What it is. */
    public enum Kind {
        /** The schema was changed. */
        DDL,
        /** One transaction touched many rows. */
        BIG_WRITE,
        /** Postgres wrote all pages to disk. */
        CHECKPOINT
    }
}
