package dev.cambium.engine.wal.digest;

import dev.cambium.engine.wal.CatalogRow;
import dev.cambium.engine.wal.TransactionEnd;
import dev.cambium.engine.wal.WalRecord;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sums up what commits, over a few seconds or megabytes at a time, and says what is worth a mark.
 * Not thread-safe.
 *
 * <p>A transaction is big if it touches {@link #BIG_ROWS} rows, or one per cent of a table and at
 * least {@link #BIG_ROWS_OF_SMALL_TABLE} of its rows: else every change of a small table would be.
 */
final class SliceBuilder implements TransactionTracker.Listener {

    static final long BIG_ROWS = 1_000;

    static final long BIG_ROWS_OF_SMALL_TABLE = 10;

    /** A day of steady writing makes 17,280 slices, which are read in some 20 ms. */
    static final long SLICE_MICROS = 5_000_000;

    /** So much WAL makes a slice also if nothing commits. */
    static final long SLICE_BYTES = 16L << 20;

    /** More would only be drawn over one another. */
    private static final int BIG_WRITES_PER_SLICE = 8;

    private static final int DDL_PER_SLICE = 500;

    /** Cuts for the sake of names, between two that time or size makes. */
    private static final int NAME_SLICES_PER_SLICE = 50;

    private static final int OIDS_PER_DDL = 200;
    private static final int RELATIONS_PER_BIG_WRITE = 8;

    /** How Postgres names the table into which another is rewritten. */
    private static final Pattern REWRITTEN = Pattern.compile("pg_temp_(\\d{1,10})");

    private final RelationNumbers numbers;
    private final NameBook names;
    private final TransactionTracker tracker;

    /** Ends before this position are in the file already, or belong to another timeline. */
    private final long countFrom;

    private RowTally tally = new RowTally();
    private final List<DigestEntry> marks = new ArrayList<>();
    private final List<DigestEntry.BigWrite> bigWrites = new ArrayList<>();
    private int ddlCount;
    private int namesChanged;
    private long regularMicros;
    private int commits;
    private int aborts;
    private long from;
    private long position;
    private long fromMicros;
    private long firstStamp = Long.MIN_VALUE;
    private long latestStamp;
    private long toMicros;
    private final List<DigestEntry> done = new ArrayList<>();

    /**
     * @param countFrom where the first slice begins
     * @param fromMicros the time known there
     * @param latestStamp the latest up to there
     */
    SliceBuilder(
            RelationNumbers numbers,
            NameBook names,
            long countFrom,
            long fromMicros,
            long latestStamp) {
        this.numbers = numbers;
        this.names = names;
        this.tracker = new TransactionTracker(numbers, this);
        this.countFrom = countFrom;
        this.from = countFrom;
        this.position = countFrom;
        this.fromMicros = fromMicros;
        this.toMicros = fromMicros;
        this.latestStamp = latestStamp;
    }

    TransactionTracker tracker() {
        return tracker;
    }

    /** Takes the next record. */
    void take(WalRecord record, int postgresMajor) {
        tracker.take(record, postgresMajor);
        long end = record.end();
        if (Long.compareUnsigned(end, position) > 0) {
            position = end;
            if (position - from >= SLICE_BYTES) {
                close(position, tracker.oldestOpen(position));
            }
        }
    }

    /** Up to where WAL was counted. */
    long position() {
        return position;
    }

    /** The time of the last thing that happened. */
    long toMicros() {
        return toMicros;
    }

    /** What has been completed since the last call: batches that end with a slice. */
    List<DigestEntry> takeDone() {
        List<DigestEntry> taken = List.copyOf(done);
        done.clear();
        return taken;
    }

    boolean hasDone() {
        return !done.isEmpty();
    }

    /** Ends the slice that is being filled, if there is anything in it. */
    void closeNow() {
        if (position != from || !marks.isEmpty()) {
            close(position, tracker.oldestOpen(position));
        }
    }

    /** What the slice that is being filled holds until now; empty if nothing. */
    List<DigestEntry> unfinished() {
        if (position == from) {
            return List.of();
        }
        List<DigestEntry> all = new ArrayList<>(marks);
        all.addAll(bigWrites);
        all.add(slice(position, position));
        return all;
    }

    /**
     * Says what time it is for WAL that has no commits: it was written before now.
     *
     * @param micros by the clock of this computer
     */
    void noteTime(long micros) {
        if (firstStamp == Long.MIN_VALUE && position != from) {
            toMicros = Math.max(toMicros, micros);
        }
    }

    /** Keeps what was learned from a server with the slice that is being filled. */
    void keep(DigestEntry.Names learned) {
        marks.add(learned);
    }

    @Override
    public void committed(TransactionTracker.Commit commit) {
        if (Long.compareUnsigned(commit.start(), countFrom) < 0) {
            return;
        }
        TransactionEnd end = commit.transaction();
        if (namesChange(commit.schema()) && position != from) {
            // So that each slice is of before or of after.
            close(commit.start(), resume(commit.start(), commit.firstLsn()));
        }
        stamp(end.micros(), commit.start(), commit.firstLsn());
        commits++;
        SchemaFacts schema = commit.schema();
        if (schema != null) {
            schemaChanged(commit, schema);
        }
        rows(commit, rewrittenFiles(schema));
    }

    @Override
    public void aborted(WalRecord record, TransactionEnd end) {
        if (Long.compareUnsigned(record.start(), countFrom) < 0) {
            return;
        }
        stamp(end.micros(), record.start(), record.start());
        aborts++;
    }

    @Override
    public void checkpoint(WalRecord record, boolean shutdown, long redoLsn, long seconds) {
        if (Long.compareUnsigned(record.start(), countFrom) < 0) {
            return;
        }
        long micros = (seconds - PostgresTime.EPOCH_SECONDS) * 1_000_000;
        // Its time is that of its begin, in seconds: not one to say when the slice ended.
        marks.add(
                new DigestEntry.Checkpoint(
                        record.start(), record.end(), Math.max(micros, 0), shutdown, redoLsn));
        if (firstStamp == Long.MIN_VALUE) {
            toMicros = Math.max(toMicros, micros);
        }
    }

    private void stamp(long micros, long start, long firstLsn) {
        if (firstStamp != Long.MIN_VALUE && micros - firstStamp >= SLICE_MICROS) {
            close(start, resume(start, firstLsn));
        }
        if (firstStamp == Long.MIN_VALUE) {
            firstStamp = micros;
        }
        if (micros - regularMicros >= SLICE_MICROS) {
            regularMicros = micros;
            namesChanged = 0;
        }
        latestStamp = Math.max(latestStamp, micros);
        toMicros = Math.max(toMicros, micros);
    }

    /** The transaction that just ended is not among the open ones any more. */
    private long resume(long start, long firstLsn) {
        long oldest = tracker.oldestOpen(start);
        return Long.compareUnsigned(firstLsn, oldest) < 0 ? firstLsn : oldest;
    }

    /** Whether relations get or lose names; only so often, for programs that do it all day. */
    private boolean namesChange(@Nullable SchemaFacts schema) {
        return schema != null
                && schema.catalogs.contains(CatalogRow.PG_CLASS)
                && tally.count() > 0
                && namesChanged++ < NAME_SLICES_PER_SLICE;
    }

    private void schemaChanged(TransactionTracker.Commit commit, SchemaFacts schema) {
        TransactionEnd end = commit.transaction();
        long database = end.database() != 0 ? end.database() : schema.database;
        List<NameChange> learned = new ArrayList<>();
        schema.schemas.forEach(
                row -> learned.add(new NameChange.Schema(database, row.oid(), row.name())));
        schema.databasesMade.forEach(
                row -> learned.add(new NameChange.Database(row.oid(), row.name())));
        learned.forEach(names::take);
        List<Long> made = new ArrayList<>();
        for (CatalogRow.Relation row : schema.made) {
            Matcher rewritten = REWRITTEN.matcher(row.name());
            if (rewritten.matches()) {
                long oid = Long.parseLong(rewritten.group(1));
                names.rewritten(database, oid, row.file(), commit.end()).ifPresent(learned::add);
                continue;
            }
            if (row.oid() < TransactionTracker.FIRST_USER_OID) {
                continue; // of initdb
            }
            made.add(row.oid());
            NameChange.Known known = new NameChange.Known(commit.end(), names.made(database, row));
            names.take(known);
            learned.add(known);
        }
        if (!learned.isEmpty()) {
            marks.add(new DigestEntry.Names(learned));
        }
        Set<Long> oids = new LinkedHashSet<>(made);
        for (TransactionEnd.Relation relation : end.relations()) {
            if (relation.oid() >= TransactionTracker.FIRST_USER_OID) {
                oids.add(relation.oid());
            }
        }
        oids.addAll(schema.truncated);
        names.schemaChanged(database, commit.end(), end.xid(), oids);
        boolean nothing =
                schema.catalogs.isEmpty()
                        && schema.truncated.isEmpty()
                        && schema.databasesDropped.isEmpty();
        if (nothing || ddlCount++ >= DDL_PER_SLICE) {
            return;
        }
        marks.add(
                new DigestEntry.Ddl(
                        commit.start(),
                        commit.end(),
                        end.micros(),
                        database,
                        oids.stream().limit(OIDS_PER_DDL).toList(),
                        made.stream().limit(OIDS_PER_DDL).toList(),
                        schema.truncated.stream().limit(OIDS_PER_DDL).toList(),
                        List.copyOf(schema.catalogs),
                        schema.attributesUpdated,
                        schema.databasesMade.stream().map(CatalogRow.Named::oid).toList(),
                        List.copyOf(schema.databasesDropped)));
    }

    /** Rows that ALTER TABLE, REFRESH and the like copy into a new file were not inserted. */
    private static Set<Long> rewrittenFiles(@Nullable SchemaFacts schema) {
        if (schema == null) {
            return Set.of();
        }
        Set<Long> files = new HashSet<>();
        for (CatalogRow.Relation row : schema.made) {
            if (REWRITTEN.matcher(row.name()).matches()) {
                files.add(RelationNumbers.key(schema.database, row.file()));
            }
        }
        return files;
    }

    private void rows(TransactionTracker.Commit commit, Set<Long> rewritten) {
        RowTally rows = commit.rows();
        SchemaFacts schema = commit.schema();
        if (schema != null) {
            for (TransactionEnd.File file : schema.filesMade) {
                names.sizes()
                        .set(
                                numbers.numberOf(
                                        RelationNumbers.key(file.database(), file.number())),
                                0);
            }
        }
        long inserted = 0;
        long updated = 0;
        long deleted = 0;
        boolean big = false;
        for (int i = 0; i < rows.count(); i++) {
            int relation = rows.relation(i);
            long before = names.sizes().get(relation);
            names.sizes().add(relation, rows.inserted(i) - rows.deleted(i));
            if (!counts(rows, i, commit, rewritten)) {
                continue;
            }
            tally.add(relation, rows.inserted(i), rows.updated(i), rows.deleted(i));
            inserted += rows.inserted(i);
            updated += rows.updated(i);
            deleted += rows.deleted(i);
            big |=
                    before > 0
                            && rows.rows(i) >= BIG_ROWS_OF_SMALL_TABLE
                            && rows.rows(i) * 100 >= before;
        }
        if (big || inserted + updated + deleted >= BIG_ROWS) {
            RowTally counted = new RowTally();
            for (int i = 0; i < rows.count(); i++) {
                if (counts(rows, i, commit, rewritten)) {
                    counted.add(
                            rows.relation(i), rows.inserted(i), rows.updated(i), rows.deleted(i));
                }
            }
            keepBig(bigWrite(commit, counted, inserted, updated, deleted));
        }
    }

    private boolean counts(
            RowTally rows, int index, TransactionTracker.Commit commit, Set<Long> rewritten) {
        int relation = rows.relation(index);
        boolean any = rows.inserted(index) != 0 || rows.rows(index) != 0;
        return any
                && names.counts(relation, commit.end())
                && (rewritten.isEmpty() || !rewritten.contains(numbers.keyOf(relation)));
    }

    private DigestEntry.BigWrite bigWrite(
            TransactionTracker.Commit commit,
            RowTally rows,
            long inserted,
            long updated,
            long deleted) {
        Integer[] order = new Integer[rows.count()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(rows.rows(b), rows.rows(a)));
        int kept = Math.min(order.length, RELATIONS_PER_BIG_WRITE);
        long[] relations = new long[kept];
        int[] fields = new int[3 * kept];
        for (int i = 0; i < kept; i++) {
            fill(rows, order[i], relations, fields, i);
        }
        return new DigestEntry.BigWrite(
                commit.start(),
                commit.end(),
                commit.transaction().micros(),
                inserted,
                updated,
                deleted,
                relations,
                fields);
    }

    /** The largest, and always the last. */
    private void keepBig(DigestEntry.BigWrite big) {
        bigWrites.add(big);
        if (bigWrites.size() > BIG_WRITES_PER_SLICE) {
            int smallest = 0;
            for (int i = 1; i < bigWrites.size() - 1; i++) {
                if (rowsOf(bigWrites.get(i)) < rowsOf(bigWrites.get(smallest))) {
                    smallest = i;
                }
            }
            bigWrites.remove(smallest);
        }
    }

    private static long rowsOf(DigestEntry.BigWrite big) {
        return big.inserted() + big.updated() + big.deleted();
    }

    private void close(long to, long resume) {
        done.addAll(marks);
        done.addAll(bigWrites);
        done.add(slice(to, resume));
        marks.clear();
        bigWrites.clear();
        ddlCount = 0;
        tally = new RowTally();
        commits = 0;
        aborts = 0;
        from = to;
        fromMicros = toMicros;
        firstStamp = Long.MIN_VALUE;
    }

    private DigestEntry.Slice slice(long to, long resume) {
        return new DigestEntry.Slice(
                from,
                to,
                resume,
                firstStamp == Long.MIN_VALUE
                        ? fromMicros
                        : Math.clamp(firstStamp, fromMicros, toMicros),
                toMicros,
                latestStamp,
                commits,
                aborts,
                tally.relationKeys(numbers),
                tally.rows());
    }

    private void fill(RowTally rows, int index, long[] relations, int[] fields, int at) {
        relations[at] = numbers.keyOf(rows.relation(index));
        fields[3 * at] = rows.inserted(index);
        fields[3 * at + 1] = rows.updated(index);
        fields[3 * at + 2] = rows.deleted(index);
    }
}
