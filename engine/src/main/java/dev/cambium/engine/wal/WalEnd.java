package dev.cambium.engine.wal;

import dev.cambium.engine.page.Lsn;

/**
 * Where a stretch of WAL ends: always between two records.
 *
 * @param endLsnExclusive the end of the last complete valid record, rounded up to 8 bytes as
 *     Postgres does; may be the first byte of a page, then the next record begins behind that
 *     page's header
 * @param lastRecordStart where that record begins, which the next one must point back at; {@link
 *     Lsn#ZERO} if no record was read
 * @param resumeLsn where Postgres writes on if it recovers these very files: normally {@code
 *     endLsnExclusive}, but behind a record that was written only in part over several pages it is
 *     the page on which the continuation is missing
 * @param reason why reading stopped there
 */
public record WalEnd(Lsn endLsnExclusive, Lsn lastRecordStart, Lsn resumeLsn, WalStop reason) {}
