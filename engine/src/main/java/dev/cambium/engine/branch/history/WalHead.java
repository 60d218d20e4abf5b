package dev.cambium.engine.branch.history;

import dev.cambium.engine.branch.operation.Cleanup;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.wal.WalEnd;
import dev.cambium.engine.wal.WalFolder;
import dev.cambium.engine.wal.WalSegments;
import dev.cambium.engine.wal.WalTail;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * The end of one timeline's WAL, as far as it was read. While nobody writes, asking again costs two
 * looks at times of modification. Thread-safe.
 */
final class WalHead {

    private final WalFolder wal;
    private final Lsn begin;
    private @Nullable WalEnd end;
    private @Nullable WalTail tail;
    private @Nullable Quiet quiet;

    WalHead(WalFolder wal, Lsn begin) {
        this.wal = wal;
        this.begin = begin;
    }

    /** The end now: not before any record that was flushed before the call. */
    synchronized Lsn read() throws IOException {
        WalEnd before = end;
        WalTail reader = tail;
        if (before != null && reader == null && quiet != null && quiet.lasts()) {
            return before.endLsnExclusive();
        }
        if (reader == null) {
            reader = before == null ? new WalTail(wal, begin) : new WalTail(wal, before);
            tail = reader;
        }
        Instant began = Instant.now();
        WalEnd now = reader.catchUp();
        end = now;
        quiet = Quiet.of(wal, now.endLsnExclusive(), began);
        return now.endLsnExclusive();
    }

    synchronized boolean isOpen() {
        return tail != null;
    }

    /** Lets go of the file. */
    synchronized void close() {
        WalTail reader = tail;
        tail = null;
        if (reader != null) {
            Cleanup.attempt(reader::close);
        }
    }

    /**
     * When the files that the next record can change were changed, if that was some time ago: the
     * segment of the end, and the next one, into which a record may reach whose beginning was
     * written before.
     */
    private record Quiet(Path segment, Path next, long changedAt, long nextAt) {

        /** Far above the steps in which file systems count time. */
        private static final Duration AGE_MIN = Duration.ofSeconds(2);

        /** Of a file that there is not, or that cannot be looked at. */
        private static final long NONE = 0;

        /**
         * @param seen before the end was read: what was written earlier was read
         * @return null if that is not known for sure
         */
        static @Nullable Quiet of(WalFolder wal, Lsn end, Instant seen) {
            WalSegments segments = wal.segments();
            long number = segments.numberOf(end);
            Path segment = wal.path().resolve(segments.nameOf(number));
            Path next = wal.path().resolve(segments.nameOf(number + 1));
            long changedAt = changedAt(segment);
            long nextAt = changedAt(next);
            return changedAt != NONE && isOld(changedAt, seen) && isOld(nextAt, seen)
                    ? new Quiet(segment, next, changedAt, nextAt)
                    : null;
        }

        private static boolean isOld(long time, Instant seen) {
            return Instant.ofEpochMilli(time).plus(AGE_MIN).isBefore(seen);
        }

        boolean lasts() {
            return changedAt == changedAt(segment) && nextAt == changedAt(next);
        }

        /**
         * In milliseconds, or {@link #NONE}. There is mostly no next segment, and Files would make
         * an exception of that, each time that a thousand branches are listed.
         */
        private static long changedAt(Path file) {
            return file.toFile().lastModified();
        }
    }
}
