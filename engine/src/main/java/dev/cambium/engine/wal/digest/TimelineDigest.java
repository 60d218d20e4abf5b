package dev.cambium.engine.wal.digest;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.wal.WalFolder;
import dev.cambium.engine.wal.WalRecord;
import dev.cambium.engine.wal.WalSegments;
import dev.cambium.engine.wal.WalWalker;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The digest of one timeline: reads what is new in its WAL, keeps it in a file, and answers.
 * Thread-safe; its methods wait for one another, so WAL is read in small helpings.
 */
public final class TimelineDigest implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TimelineDigest.class);

    /** Of each sort, to find the last one that is worth telling. */
    private static final int LAST_MARKS_KEPT = 64;

    /** So far before a border a search begins for the sake of what was open there. */
    private static final long OPEN_BYTES_MAX = 16L << 20;

    /** An unfinished slice is made up to here while the server is idle: less to read again. */
    private static final long IDLE_FLUSH_MICROS = 60_000_000;

    private final TimelineId timeline;
    private final Clock clock;
    private final RelationNumbers numbers = new RelationNumbers();
    private final NameBook names = new NameBook(numbers);
    private final MarkWords words = new MarkWords(names.history());
    private final Deque<DigestEntry.Ddl> lastDdl = new ArrayDeque<>();
    private final Deque<DigestEntry.BigWrite> lastBig = new ArrayDeque<>();
    private final SliceGroups groups = new SliceGroups(numbers);
    private final DigestFile file;
    private final WalWalker walker;
    private final SliceBuilder builder;
    private boolean closed;

    private TimelineDigest(
            TimelineId timeline,
            Path path,
            WalFolder wal,
            Lsn birth,
            Instant bornAt,
            Clock clock,
            Supplier<List<NameChange>> inherited)
            throws IOException {
        this.timeline = timeline;
        this.clock = clock;
        this.file = DigestFile.open(path, timeline, birth.value(), this::replay);
        boolean open = false;
        try {
            DigestEntry.Slice last = file.last();
            if (last == null) {
                DigestEntry.Names known = new DigestEntry.Names(inherited.get());
                replay(known);
                this.walker = begin(wal, birth);
                long first = Math.max(birth.value(), walker.end().endLsnExclusive().value());
                long born = PostgresTime.micros(bornAt);
                this.builder = new SliceBuilder(numbers, names, first, born, born);
                if (!known.changes().isEmpty()) {
                    builder.keep(known);
                }
            } else {
                this.walker = resume(wal, last);
                long first = Math.max(last.toLsn(), walker.end().endLsnExclusive().value());
                this.builder =
                        new SliceBuilder(
                                numbers, names, first, last.toMicros(), last.latestStamp());
            }
            names.attach(builder.tracker());
            open = true;
        } finally {
            if (!open) {
                file.close();
            }
        }
    }

    /**
     * Opens the digest of a timeline, as far as there is one; {@link #catchUp} does the rest.
     *
     * @param path of its file, in a folder that exists
     * @param wal the timeline's own folder of WAL
     * @param birth what was committed before it is not of this timeline; zero if all is
     * @param bornAt when that was
     * @param inherited the names that a child has from its parent, asked for once
     */
    public static TimelineDigest open(
            TimelineId timeline,
            Path path,
            WalFolder wal,
            Lsn birth,
            Instant bornAt,
            Clock clock,
            Supplier<List<NameChange>> inherited)
            throws IOException {
        return new TimelineDigest(timeline, path, wal, birth, bornAt, clock, inherited);
    }

    public TimelineId timeline() {
        return timeline;
    }

    /**
     * Reads what is new in WAL.
     *
     * @param atMost bytes of WAL, about
     * @return whether all of it was read
     */
    public synchronized boolean catchUp(long atMost) throws IOException {
        refuseIfClosed();
        long begin = walker.end().endLsnExclusive().value();
        while (true) {
            WalRecord record = walker.next();
            if (record == null) {
                atEnd();
                return true;
            }
            builder.take(record, walker.postgresMajor());
            if (builder.hasDone()) {
                store();
            }
            if (record.end() - begin >= atMost) {
                return false;
            }
        }
    }

    /** Up to where WAL was read. */
    public synchronized Lsn position() {
        return new Lsn(builder.position());
    }

    /** When something was committed last, as far as was read; else when the timeline began. */
    public synchronized Instant lastTime() {
        return PostgresTime.instant(builder.toMicros());
    }

    /**
     * Adds what was written in a stretch of time, as far as was read.
     *
     * @param checkpoints whether they are of interest among the marks
     */
    public synchronized void addTo(TimelineSums sums, boolean checkpoints) throws IOException {
        refuseIfClosed();
        SumsFiller filler =
                new SumsFiller(sums, checkpoints, names.history(), numbers, words, file);
        int next = groups.firstEndingAt(sums.fromMicros());
        List<SliceGroups.Group> all = groups.all();
        while (next < all.size() && all.get(next).sum().fromMicros() < sums.toMicros()) {
            filler.add(all.get(next++));
        }
        if (next == all.size()) {
            filler.addFile(all.isEmpty() ? file.begin() : all.getLast().end(), file.size());
        }
        filler.add(builder.unfinished());
        filler.finish();
    }

    /** The last mark of a kind; empty if there is none. */
    public synchronized Optional<DigestMark> last(DigestMark.Kind kind) {
        List<DigestEntry> unfinished = builder.unfinished();
        return switch (kind) {
            case DDL -> {
                List<DigestEntry.Ddl> all = new ArrayList<>(lastDdl);
                add(unfinished, DigestEntry.Ddl.class, all);
                yield all.reversed().stream().map(words::ddl).flatMap(Optional::stream).findFirst();
            }
            case BIG_WRITE -> {
                List<DigestEntry.BigWrite> all = new ArrayList<>(lastBig);
                add(unfinished, DigestEntry.BigWrite.class, all);
                yield all.reversed().stream().map(words::bigWrite).findFirst();
            }
            case CHECKPOINT -> Optional.empty();
        };
    }

    /**
     * A place between two records near the last one before which no commit or rollback is stamped
     * later than a time: a search for that time may begin here. What was open then lies behind it,
     * unless that began long before.
     */
    public Optional<Lsn> borderBefore(Instant time) throws IOException {
        long wanted = PostgresTime.micros(time);
        long[] border = {0};
        file.readBehindStamp(
                wanted,
                entry -> {
                    if (entry instanceof DigestEntry.Slice slice) {
                        if (slice.latestStamp() > wanted) {
                            return false;
                        }
                        border[0] =
                                slice.toLsn() - slice.resumeLsn() > OPEN_BYTES_MAX
                                        ? slice.toLsn()
                                        : slice.resumeLsn();
                    }
                    return true;
                });
        return border[0] == 0 ? Optional.empty() : Optional.of(new Lsn(border[0]));
    }

    /** The databases whose names should be read from the server, if it runs. */
    public synchronized Set<Long> databasesToRead() {
        return names.wanted();
    }

    /** Takes what a server said. WAL should have been read up to {@code readAfter} before. */
    public synchronized void take(DatabaseReading reading) throws IOException {
        refuseIfClosed();
        builder.keep(new DigestEntry.Names(names.take(reading, builder.position())));
        builder.closeNow();
        store();
    }

    /** Gives up reading a database that is not there any more. */
    public synchronized void forget(long database) {
        names.forget(database);
    }

    /** All names as of a position, for a child that begins there. */
    public synchronized List<NameChange> namesAt(Lsn lsn) {
        return names.history().allAt(lsn.value());
    }

    /** Writes what is unfinished, and lets go of the files. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (file;
                walker) {
            builder.closeNow();
            store();
            file.sync();
        }
    }

    private void atEnd() throws IOException {
        long now = PostgresTime.micros(clock.instant());
        if (now - builder.toMicros() > IDLE_FLUSH_MICROS) {
            builder.closeNow();
            store();
        }
        builder.noteTime(now);
    }

    private void store() throws IOException {
        List<DigestEntry> batch = new ArrayList<>();
        for (DigestEntry entry : builder.takeDone()) {
            batch.add(entry);
            remember(entry);
            if (entry instanceof DigestEntry.Slice) {
                long offset = file.append(batch);
                groups.take(batch, offset, file.size());
                batch.clear();
            }
        }
    }

    /** Takes what the file had. */
    private void replay(List<DigestEntry> batch, long offset, long end) {
        batch.forEach(this::replay);
        groups.take(batch, offset, end);
    }

    private void replay(DigestEntry entry) {
        remember(entry);
        switch (entry) {
            case DigestEntry.Names learned -> learned.changes().forEach(names::take);
            case DigestEntry.Ddl ddl ->
                    names.schemaChanged(ddl.database(), ddl.end(), 0, ddl.oids());
            case DigestEntry.Slice slice -> {
                for (int i = 0; i < slice.relations().length; i++) {
                    long relation = slice.relations()[i];
                    int[] rows = slice.rows();
                    int number = numbers.numberOf(relation);
                    names.counts(number, slice.toLsn());
                    names.sizes().add(number, rows[3 * i] - rows[3 * i + 2]);
                }
            }
            case DigestEntry.BigWrite big -> {} // was remembered
            case DigestEntry.Checkpoint checkpoint -> {} // says nothing of what follows
        }
    }

    private void remember(DigestEntry entry) {
        if (entry instanceof DigestEntry.Ddl ddl) {
            lastDdl.add(ddl);
            if (lastDdl.size() > LAST_MARKS_KEPT) {
                lastDdl.removeFirst();
            }
        } else if (entry instanceof DigestEntry.BigWrite big) {
            lastBig.add(big);
            if (lastBig.size() > LAST_MARKS_KEPT) {
                lastBig.removeFirst();
            }
        }
    }

    private static <T extends DigestEntry> void add(
            List<DigestEntry> from, Class<T> type, List<T> to) {
        from.stream().filter(type::isInstance).map(type::cast).forEach(to::add);
    }

    /** At the first record there is: what is open at the birth may begin before it. */
    @SuppressWarnings("MustBeClosedChecker") // closed by close()
    private static WalWalker begin(WalFolder wal, Lsn birth) throws IOException {
        List<WalSegments.Segment> segments = wal.segments().list(wal.path());
        return segments.isEmpty()
                ? WalWalker.open(wal, birth)
                : WalWalker.openBehindHole(wal, segments.getFirst().start(), birth);
    }

    /** Where the oldest transaction began that was open, if that WAL is still there. */
    @SuppressWarnings("MustBeClosedChecker") // closed by close()
    private WalWalker resume(WalFolder wal, DigestEntry.Slice last) throws IOException {
        WalSegments sizes = wal.segments();
        for (long start : new long[] {last.resumeLsn(), last.toLsn()}) {
            if (wal.find(sizes.numberOf(new Lsn(start))) != null) {
                return WalWalker.open(wal, new Lsn(start));
            }
        }
        List<WalSegments.Segment> segments = sizes.list(wal.path());
        if (segments.isEmpty() || segments.getLast().start().isBefore(new Lsn(last.toLsn()))) {
            return WalWalker.open(wal, new Lsn(last.toLsn())); // its file is yet to be made
        }
        log.warn(
                "The WAL of {} from {} to {} was removed before it was read",
                timeline,
                new Lsn(last.toLsn()),
                segments.getFirst().start());
        return WalWalker.openAtFirstRecord(wal, segments.getFirst().start());
    }

    private void refuseIfClosed() throws IOException {
        if (closed) {
            throw new IOException("the digest of " + timeline + " is closed");
        }
    }
}
