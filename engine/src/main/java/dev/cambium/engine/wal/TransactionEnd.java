package dev.cambium.engine.wal;

import java.util.ArrayList;
import java.util.List;

/**
 * All that the record of a commit or abort says. The two phases of a prepared transaction are told
 * apart by {@link #xid}: the record itself belongs to none.
 *
 * <p>Source of the layout: {@code src/include/access/xact.h}, ParseCommitRecord in {@code
 * xactdesc.c}. Postgres 18 made the items of dropped statistics longer.
 *
 * @param xid the transaction that ended, also a subtransaction that was rolled back alone
 * @param committed or else rolled back
 * @param micros when, in microseconds since 2000 in UTC, by the server's clock
 * @param database in which it ran, 0 if it does not say
 * @param subtransactions which end with it in the same way
 * @param droppedFiles the relation files that go with it
 * @param relations whose description changed, by commit
 */
@SuppressWarnings("ArrayRecordComponent") // may hold a million numbers, and is never compared
public record TransactionEnd(
        long xid,
        boolean committed,
        long micros,
        long database,
        long[] subtransactions,
        List<File> droppedFiles,
        List<Relation> relations) {

    private static final int XACT_MASK = 0x70;
    private static final int XACT_COMMIT = 0x00;
    private static final int XACT_ABORT = 0x20;
    private static final int XACT_COMMIT_PREPARED = 0x30;
    private static final int XACT_ABORT_PREPARED = 0x40;
    private static final int XACT_HAS_INFO = 0x80;

    private static final int HAS_DATABASE = 1;
    private static final int HAS_SUBTRANSACTIONS = 1 << 1;
    private static final int HAS_FILES = 1 << 2;
    private static final int HAS_INVALIDATIONS = 1 << 3;
    private static final int HAS_TWO_PHASES = 1 << 4;
    private static final int HAS_DROPPED_STATISTICS = 1 << 8;

    private static final int INVALIDATION_BYTES = 16;
    private static final int INVALIDATES_RELATION = -2;

    private static final int FIRST_WITH_LONG_STATISTICS = 18;

    private static final long[] NONE = {};

    /** A file of a relation. */
    public record File(long database, long number) {}

    /**
     * A relation by its number in {@code pg_class}.
     *
     * @param oid 0 means all of the database
     */
    public record Relation(long database, long oid) {}

    /** Whether a record ends a transaction, for good. */
    public static boolean isOne(WalRecord record) {
        if (!ResourceManager.TRANSACTION.owns(record.resourceManagerId())) {
            return false;
        }
        int kind = record.info() & XACT_MASK;
        return kind == XACT_COMMIT
                || kind == XACT_ABORT
                || kind == XACT_COMMIT_PREPARED
                || kind == XACT_ABORT_PREPARED;
    }

    /**
     * Reads a record for which {@link #isOne} holds.
     *
     * @param content of the same record
     * @param postgresMajor 16, 17 or 18
     */
    public static TransactionEnd read(WalRecord record, RecordContent content, int postgresMajor) {
        int kind = record.info() & XACT_MASK;
        boolean committed = kind == XACT_COMMIT || kind == XACT_COMMIT_PREPARED;
        long micros = content.i64(0);
        int at = Long.BYTES;
        int has = 0;
        if ((record.info() & XACT_HAS_INFO) != 0) {
            has = content.i32(at);
            at += Integer.BYTES;
        }
        long database = 0;
        if ((has & HAS_DATABASE) != 0) {
            database = content.u32(at);
            at += 2 * Integer.BYTES;
        }
        long[] subtransactions = NONE;
        if ((has & HAS_SUBTRANSACTIONS) != 0) {
            subtransactions = new long[content.i32(at)];
            at += Integer.BYTES;
            for (int i = 0; i < subtransactions.length; i++) {
                subtransactions[i] = content.u32(at);
                at += Integer.BYTES;
            }
        }
        List<File> files = List.of();
        if ((has & HAS_FILES) != 0) {
            int count = content.i32(at);
            at += Integer.BYTES;
            files = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                files.add(new File(content.u32(at + 4), content.u32(at + 8)));
                at += 12;
            }
        }
        if ((has & HAS_DROPPED_STATISTICS) != 0) {
            int each = postgresMajor >= FIRST_WITH_LONG_STATISTICS ? 16 : 12;
            at += Integer.BYTES + content.i32(at) * each;
        }
        List<Relation> relations = List.of();
        if (committed && (has & HAS_INVALIDATIONS) != 0) {
            int count = content.i32(at);
            at += Integer.BYTES;
            relations = relations(content, at, count);
            at += count * INVALIDATION_BYTES;
        }
        long xid = (has & HAS_TWO_PHASES) != 0 ? content.u32(at) : record.xid();
        return new TransactionEnd(
                xid, committed, micros, database, subtransactions, files, relations);
    }

    private static List<Relation> relations(RecordContent content, int at, int count) {
        List<Relation> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int message = at + i * INVALIDATION_BYTES;
            if ((byte) content.u8(message) == INVALIDATES_RELATION) {
                Relation relation =
                        new Relation(content.u32(message + 4), content.u32(message + 8));
                if (!found.contains(relation)) {
                    found.add(relation);
                }
            }
        }
        return found;
    }
}
