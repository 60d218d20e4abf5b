package dev.cambium.engine.branch.history;

import dev.cambium.engine.branch.operation.Cleanup;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.WalFolders;
import dev.cambium.engine.volume.Volume;
import dev.cambium.engine.wal.ControlFile;
import dev.cambium.engine.wal.WalEnd;
import dev.cambium.engine.wal.WalLineage;
import dev.cambium.engine.wal.WalSegments;
import dev.cambium.engine.wal.WalTail;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Knows how far the WAL of each timeline has come, reading only what is new. Of the timelines that
 * were written to last the files stay open; of others only the place is remembered, and when their
 * segment was written. Thread-safe.
 */
public final class WalHeads {

    private static final Logger log = LoggerFactory.getLogger(WalHeads.class);

    /** As many branches as run at a time on a computer, each with a buffer of 128 KiB. */
    static final int OPEN_MAX = 64;

    /** Some megabyte; what is forgotten is read from its last checkpoint on. */
    private static final int KNOWN_MAX = 10_000;

    private final Volume volume;
    private final WalFolders walFolders;

    /** By their last use, the eldest first; guards itself and {@link #open}. */
    private final Map<TimelineId, Head> known = new LinkedHashMap<>(64, 0.75f, true);

    private final Map<TimelineId, Head> open = new LinkedHashMap<>(64, 0.75f, true);

    /** The end of one timeline's WAL, as far as it was read. */
    private static final class Head {
        private final WalLineage wal;
        private final Lsn begin;
        private @Nullable WalEnd end;
        private @Nullable WalTail tail;
        private @Nullable Quiet quiet;

        Head(WalLineage wal, Lsn begin) {
            this.wal = wal;
            this.begin = begin;
        }

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
    }

    /**
     * When the files that the next record can change were changed, if that was some time ago: the
     * segment of the end, and the next one, into which a record may reach whose beginning was
     * written before.
     */
    private record Quiet(Path segment, Path next, FileTime changedAt, @Nullable FileTime nextAt) {

        /** Far above the steps in which file systems count time. */
        private static final Duration AGE_MIN = Duration.ofSeconds(2);

        /**
         * @param seen before the end was read: what was written earlier was read
         * @return null if that is not known for sure
         */
        static @Nullable Quiet of(WalLineage wal, Lsn end, Instant seen) {
            WalSegments segments = wal.segments();
            long number = segments.numberOf(end);
            Path segment = wal.ownFolder().resolve(segments.nameOf(number));
            Path next = wal.ownFolder().resolve(segments.nameOf(number + 1));
            FileTime changedAt = changedAt(segment);
            FileTime nextAt = changedAt(next);
            return changedAt != null && isOld(changedAt, seen) && isOld(nextAt, seen)
                    ? new Quiet(segment, next, changedAt, nextAt)
                    : null;
        }

        private static boolean isOld(@Nullable FileTime time, Instant seen) {
            return time == null || time.toInstant().plus(AGE_MIN).isBefore(seen);
        }

        boolean lasts() {
            return changedAt.equals(changedAt(segment)) && Objects.equals(nextAt, changedAt(next));
        }

        private static @Nullable FileTime changedAt(Path file) {
            try {
                return Files.getLastModifiedTime(file);
            } catch (IOException none) {
                return null;
            }
        }
    }

    public WalHeads(Volume volume, WalFolders walFolders) {
        this.volume = volume;
        this.walFolders = walFolders;
    }

    /** The end of a timeline's WAL; empty if it cannot be read. */
    public Optional<Lsn> head(TimelineId timeline) {
        try {
            Head head = find(timeline);
            try {
                return Optional.of(head.read());
            } finally {
                noteOpen(timeline, head);
            }
        } catch (IOException e) {
            log.debug("The WAL of {} could not be read", timeline, e);
            return Optional.empty();
        }
    }

    /** Lets go of a timeline that is not used any more. */
    public void forget(TimelineId timeline) {
        Head head;
        synchronized (known) {
            open.remove(timeline);
            head = known.remove(timeline);
        }
        if (head != null) {
            head.close();
        }
    }

    /** How many files are open. */
    int openFiles() {
        synchronized (known) {
            return open.size();
        }
    }

    private Head find(TimelineId timeline) throws IOException {
        synchronized (known) {
            Head head = known.get(timeline);
            if (head != null) {
                return head;
            }
        }
        ControlFile control = ControlFile.parse(volume.read(timeline, "global/pg_control"));
        WalLineage own = WalLineage.of(walFolders.of(timeline), control.segments());
        Head begun = new Head(own, control.redoLsn());
        synchronized (known) {
            Head other = known.putIfAbsent(timeline, begun);
            return other == null ? begun : other;
        }
    }

    /** Closes the files of those that were not asked for in the longest time. */
    private void noteOpen(TimelineId timeline, Head head) {
        List<Head> closed = new ArrayList<>();
        synchronized (known) {
            if (!head.isOpen()) {
                return;
            }
            if (known.get(timeline) == head) {
                open.put(timeline, head);
            } else {
                closed.add(head); // it was forgotten meanwhile
            }
            while (open.size() > OPEN_MAX) {
                closed.add(open.remove(open.keySet().iterator().next()));
            }
            while (known.size() > KNOWN_MAX) {
                TimelineId eldest = known.keySet().iterator().next();
                open.remove(eldest);
                closed.add(known.remove(eldest));
            }
        }
        closed.forEach(Head::close);
    }
}
