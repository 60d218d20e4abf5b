package dev.cambium.engine.wal;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.wal.WalRecord.Outcome;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * Finds the place in WAL that a time, or a position somewhere in a record, stands for.
 *
 * <p>A time T means: no commit stamped later than T. The search ends at the first commit or abort,
 * also of a prepared transaction, that is stamped later, as Postgres' own recovery does at a {@code
 * recovery_target_time} (recoveryStopsBefore in {@code xlogrecovery.c}). The place is not there but
 * behind the last end or preparation of a transaction before it: what lies between belongs to
 * transactions that had not ended, and some of it is not undone with them. DROP DATABASE removes
 * its files first and commits then; at a place in between the database is there, and lost.
 *
 * <p>A transaction takes its stamp just before it writes its record, so stamps are not in order: a
 * commit stamped T or before may lie behind the place. Those are counted.
 *
 * <p>Reads record by record from a place that is known to lie before; of all records but the ends
 * of transactions it looks at one byte. Stateless.
 */
public final class TimeSearch {

    /**
     * How far behind the end of the search commits with earlier stamps are looked for. Between its
     * stamp and its record a commit waits for nothing but the processor and room in the buffers for
     * WAL (16 MB at most by default), so what this does not see was kept from running for a long
     * time.
     */
    static final long LOOK_AHEAD_BYTES = 16L << 20;

    /**
     * A commit stamped this much later than the time ends the look as well, for the same reason.
     */
    static final Duration LOOK_AHEAD_TIME = Duration.ofMinutes(1);

    /**
     * A place between two records.
     *
     * @param lsn the end of the last record before it
     * @param lastStamp the latest stamp of a commit or abort between the begin of the search and
     *     the place; null if there is none
     * @param leftBehind commits stamped at or before the time, found behind the end of the search
     *     within the bounds of the look; 0 when a position was searched
     * @param stop {@link WalStop#LIMIT} if the place was found; else why WAL ended first, and then
     *     the place is its end
     */
    public record Cut(Lsn lsn, @Nullable Instant lastStamp, long leftBehind, WalStop stop) {

        /** Whether there was WAL beyond the place. */
        public boolean found() {
            return stop == WalStop.LIMIT;
        }
    }

    private TimeSearch() {}

    /**
     * The place for a time; the end of WAL where no stamp is later.
     *
     * @param from a place between two records, behind which alone a later stamp can be found; the
     *     place is not before it
     */
    public static Cut at(WalFolder wal, Lsn from, Instant time) throws IOException {
        try (WalWalker walker = WalWalker.open(wal, from)) {
            Lsn read = from;
            Lsn place = from;
            Instant last = null;
            for (WalRecord record = walker.next(); record != null; record = walker.next()) {
                Instant stamp = stampOfEnd(record);
                if (stamp != null && stamp.isAfter(time)) {
                    return new Cut(place, last, leftBehind(walker, read, time), WalStop.LIMIT);
                }
                last = later(last, stamp);
                read = record.endLsn();
                if (stamp != null || isPreparedBy(record, time)) {
                    place = read;
                }
            }
            return new Cut(read, last, 0, walker.end().reason());
        }
    }

    /**
     * The last place between two records that is not after a position.
     *
     * @param from a place between two records, not after the position
     */
    public static Cut at(WalFolder wal, Lsn from, Lsn position) throws IOException {
        try (WalWalker walker = WalWalker.open(wal, from)) {
            Lsn place = from;
            Instant last = null;
            while (place.isBefore(position)) {
                WalRecord record = walker.next();
                if (record == null) {
                    return new Cut(place, last, 0, walker.end().reason());
                }
                if (record.endLsn().isAfter(position)) {
                    break;
                }
                last = later(last, stampOfEnd(record));
                place = record.endLsn();
            }
            return new Cut(place, last, 0, WalStop.LIMIT);
        }
    }

    private static boolean isPreparedBy(WalRecord record, Instant time) {
        return ResourceManager.TRANSACTION.owns(record.resourceManagerId())
                && record.outcome().filter(Outcome.PREPARE::equals).isPresent()
                && record.outcomeTime().filter(stamp -> !stamp.isAfter(time)).isPresent();
    }

    private static long leftBehind(WalWalker walker, Lsn from, Instant time) throws IOException {
        long found = 0;
        for (WalRecord record = walker.next(); record != null; record = walker.next()) {
            if (record.lsn().minus(from) > LOOK_AHEAD_BYTES) {
                break;
            }
            Instant stamp = stampOfEnd(record);
            if (stamp == null) {
                continue;
            }
            if (stamp.isAfter(time.plus(LOOK_AHEAD_TIME))) {
                break;
            }
            if (!stamp.isAfter(time) && record.outcome().filter(Outcome::commits).isPresent()) {
                found++;
            }
        }
        return found;
    }

    /** The stamp of a record that ends a transaction; null of all others. */
    private static @Nullable Instant stampOfEnd(WalRecord record) {
        if (!ResourceManager.TRANSACTION.owns(record.resourceManagerId())) {
            return null;
        }
        return record.outcome()
                .filter(outcome -> outcome != Outcome.PREPARE)
                .flatMap(_ -> record.outcomeTime())
                .orElse(null);
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isAfter(one)) ? other : one;
    }
}
