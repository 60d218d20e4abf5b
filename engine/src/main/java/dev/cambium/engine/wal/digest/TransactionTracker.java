package dev.cambium.engine.wal.digest;

import dev.cambium.engine.wal.CatalogRow;
import dev.cambium.engine.wal.RecordContent;
import dev.cambium.engine.wal.ResourceManager;
import dev.cambium.engine.wal.RowsTouched;
import dev.cambium.engine.wal.TransactionEnd;
import dev.cambium.engine.wal.WalRecord;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Follows WAL record by record, counts what each transaction writes, and tells it when the
 * transaction commits. Savepoints that were rolled back are not in it. Not thread-safe.
 *
 * <p>Counted are the tables of users: not the system catalogs, not TOAST tables, and not unlogged
 * tables, which WAL does not have. An insertion taken back by ON CONFLICT is not counted.
 */
public final class TransactionTracker {

    /** Of objects that users make; below are those of initdb. FirstNormalObjectId. */
    static final long FIRST_USER_OID = 16384;

    /**
     * So many subtransactions are kept apart, some 50 MB; those beyond are added to their
     * transaction at once, and stay in it should they be rolled back alone.
     */
    private static final int OPEN_MAX = 500_000;

    private static final int XACT_MASK = 0x70;
    private static final int XACT_PREPARE = 0x10;
    private static final int KIND_MASK = 0xF0;
    private static final int SMGR_CREATE = 0x10;
    private static final int DATABASE_CREATE_COPY = 0x00;
    private static final int DATABASE_CREATE_LOG = 0x10;
    private static final int DATABASE_DROP = 0x20;
    private static final int RELMAP_UPDATE = 0x00;

    private static final int PREPARE_BYTES = 72;

    private static final byte USER = 0;
    private static final byte TOAST = 1;
    private static final byte CATALOG = 2;

    /** Who is told, in the order of WAL. */
    public interface Listener {
        void committed(Commit commit);

        /** A transaction was rolled back as a whole, or a savepoint of one. */
        void aborted(WalRecord record, TransactionEnd end);

        void checkpoint(WalRecord record, boolean shutdown, long redoLsn, long seconds);
    }

    /**
     * A transaction that is committed.
     *
     * @param start where the record of the commit begins: a moment without it
     * @param end where that record ends: a moment with it
     * @param firstLsn where the transaction's first record that counts begins
     * @param rows what it wrote, all subtransactions that count included
     * @param schema what it did to the catalogs; null if nothing
     */
    record Commit(
            long start,
            long end,
            long firstLsn,
            TransactionEnd transaction,
            RowTally rows,
            @Nullable SchemaFacts schema) {}

    private final RelationNumbers numbers;
    private final Listener listener;
    private final OpenTransactions open = new OpenTransactions();
    private final RecordContent content = new RecordContent();
    private final RowsTouched change = new RowsTouched();
    private final RowTally nothing = new RowTally();

    /** By relation's number: what it is, and which catalog. */
    private byte[] kinds = new byte[64];

    private int[] catalogs = new int[64];
    private int kindsKnown;

    private long lastXid;
    private @Nullable OpenTransaction lastTransaction;

    /**
     * @param numbers of the relations in the tallies; shared with the listener
     */
    TransactionTracker(RelationNumbers numbers, Listener listener) {
        this.numbers = numbers;
        this.listener = listener;
    }

    /**
     * Takes the next record.
     *
     * @param postgresMajor 16, 17 or 18
     */
    public void take(WalRecord record, int postgresMajor) {
        if (RowsTouched.mayChangeRows(record)) {
            record.read(content);
            if (change.read(record, content)) {
                rowsChanged(record, postgresMajor);
            }
            return;
        }
        int manager = record.resourceManagerId();
        if (ResourceManager.TRANSACTION.owns(manager)) {
            record.read(content);
            if (TransactionEnd.isOne(record)) {
                ended(record, TransactionEnd.read(record, content, postgresMajor));
            } else if ((record.info() & XACT_MASK) == XACT_PREPARE) {
                prepared(record);
            }
        } else if (ResourceManager.STORAGE.owns(manager)) {
            fileMade(record);
        } else if (ResourceManager.XLOG.owns(manager)) {
            record.checkpoint().ifPresent(checkpoint -> checkpointed(record, checkpoint));
        } else if (ResourceManager.DATABASE.owns(manager)) {
            databaseChanged(record);
        } else if (ResourceManager.RELATION_MAP.owns(manager)) {
            catalogsMoved(record);
        }
    }

    /** Where the oldest transaction begins that is still open; {@code otherwise} if none is. */
    long oldestOpen(long otherwise) {
        long[] oldest = {otherwise};
        open.forEach(
                transaction -> {
                    if (Long.compareUnsigned(transaction.firstLsn, oldest[0]) < 0) {
                        oldest[0] = transaction.firstLsn;
                    }
                });
        return oldest[0];
    }

    /** What is known from elsewhere: a file is that of a TOAST table. */
    void knowToast(long key) {
        set(numbers.numberOf(key), TOAST, 0);
    }

    /** What is known from elsewhere: a file is that of a catalog, which was rewritten. */
    void knowCatalog(long key, int catalog) {
        set(numbers.numberOf(key), CATALOG, catalog);
    }

    private void rowsChanged(WalRecord record, int postgresMajor) {
        if (change.truncates()) {
            SchemaFacts schema = transaction(record).schema();
            schema.database = content.u32(0);
            int count = content.i32(4);
            for (int i = 0; i < count && i < SchemaFacts.KEPT_MAX; i++) {
                schema.truncated.add(content.u32(12 + i * Integer.BYTES));
            }
            return;
        }
        int relation =
                numbers.numberOf(RelationNumbers.key(content.database(), content.relation()));
        switch (kind(relation)) {
            case USER -> {
                if (change.toast()) {
                    set(relation, TOAST, 0);
                } else {
                    transaction(record)
                            .rows
                            .add(relation, change.inserted(), change.updated(), change.deleted());
                }
            }
            case CATALOG -> catalogChanged(record, catalogs[relation], postgresMajor);
            default -> { // TOAST: the table it belongs to is counted
            }
        }
    }

    private void catalogChanged(WalRecord record, int catalog, int postgresMajor) {
        if (!SchemaCatalogs.matters(catalog)) {
            return;
        }
        SchemaFacts schema = transaction(record).schema();
        schema.catalogs.add(catalog);
        if (content.database() != 0) {
            schema.database = content.database();
        }
        if (change.updated() > 0 && catalog == CatalogRow.PG_ATTRIBUTE) {
            schema.attributesUpdated = true;
        }
        if (change.inserted() != 1) {
            return;
        }
        if (catalog == CatalogRow.PG_CLASS) {
            CatalogRow.Relation row =
                    CatalogRow.relation(content, change.lineNumber(), postgresMajor);
            if (row != null) {
                SchemaFacts.keep(schema.made, row);
            }
        } else if (catalog == CatalogRow.PG_NAMESPACE || catalog == CatalogRow.PG_DATABASE) {
            CatalogRow.Named row = CatalogRow.named(content, change.lineNumber());
            if (row != null) {
                SchemaFacts.keep(
                        catalog == CatalogRow.PG_NAMESPACE ? schema.schemas : schema.databasesMade,
                        row);
            }
        }
    }

    private void fileMade(WalRecord record) {
        if ((record.info() & KIND_MASK) != SMGR_CREATE || record.xid() == 0) {
            return;
        }
        record.read(content);
        if (content.i32(12) == 0) {
            SchemaFacts.keep(
                    transaction(record).schema().filesMade,
                    new TransactionEnd.File(content.u32(4), content.u32(8)));
        }
    }

    private void databaseChanged(WalRecord record) {
        int kind = record.info() & KIND_MASK;
        if (record.xid() == 0) {
            return;
        }
        record.read(content);
        SchemaFacts schema = transaction(record).schema();
        if (kind == DATABASE_DROP) {
            schema.databasesDropped.add(content.u32(0));
        } else if (kind == DATABASE_CREATE_COPY || kind == DATABASE_CREATE_LOG) {
            schema.catalogs.add(CatalogRow.PG_DATABASE);
        }
    }

    /** VACUUM FULL of a catalog without a row of its own in pg_class: xl_relmap_update. */
    private void catalogsMoved(WalRecord record) {
        if ((record.info() & KIND_MASK) != RELMAP_UPDATE) {
            return;
        }
        record.read(content);
        long database = content.u32(0);
        int count = content.i32(16);
        for (int i = 0; i < count && 20 + i * 8 + 8 <= content.mainLength(); i++) {
            int oid = content.i32(20 + i * 8);
            long file = content.u32(24 + i * 8);
            if (file >= FIRST_USER_OID) {
                knowCatalog(RelationNumbers.key(database, file), oid);
            }
        }
    }

    private void prepared(WalRecord record) {
        setPrepared(record.xid());
        int at = PREPARE_BYTES + ((content.u16(54) + 7) & -8);
        int count = content.i32(28);
        for (int i = 0; i < count; i++) {
            setPrepared(content.u32(at + i * Integer.BYTES));
        }
    }

    private void setPrepared(long xid) {
        OpenTransaction found = open.get(xid);
        if (found != null) {
            found.prepared = true;
        }
    }

    private void ended(WalRecord record, TransactionEnd end) {
        lastTransaction = null;
        lastXid = 0;
        OpenTransaction own = open.remove(end.xid());
        long first = own == null ? record.start() : own.firstLsn;
        for (long xid : end.subtransactions()) {
            OpenTransaction child = open.remove(xid);
            if (child != null && end.committed()) {
                if (Long.compareUnsigned(child.firstLsn, first) < 0) {
                    first = child.firstLsn;
                }
                if (own == null) {
                    own = child;
                } else {
                    own.add(child);
                }
            }
        }
        if (end.committed()) {
            listener.committed(
                    new Commit(
                            record.start(),
                            record.end(),
                            first,
                            end,
                            own == null ? nothing : own.rows,
                            own == null ? null : own.schemaIfAny()));
        } else {
            listener.aborted(record, end);
        }
    }

    private void checkpointed(WalRecord record, WalRecord.Checkpoint checkpoint) {
        if (checkpoint.shutdown()) {
            // Written when no transaction runs: at a stop, and behind a recovery.
            open.endAllButPrepared();
            lastTransaction = null;
            lastXid = 0;
        }
        record.read(content);
        // The time_t in CheckPoint, behind a position and eleven numbers.
        long seconds = content.i64(64);
        listener.checkpoint(record, checkpoint.shutdown(), checkpoint.redoLsn().value(), seconds);
    }

    private OpenTransaction transaction(WalRecord record) {
        long xid = record.xid();
        OpenTransaction last = lastTransaction;
        if (last != null && xid == lastXid) {
            return last;
        }
        OpenTransaction found = open.get(xid);
        if (found == null) {
            found = begun(xid, record.start());
        }
        lastXid = xid;
        lastTransaction = found;
        return found;
    }

    private OpenTransaction begun(long xid, long firstLsn) {
        long top = content.topLevelXid();
        OpenTransaction parent =
                open.count() >= OPEN_MAX && top != 0 && top != xid ? open.get(top) : null;
        if (parent != null) {
            return parent;
        }
        OpenTransaction made = new OpenTransaction(firstLsn);
        if (xid != 0) {
            open.put(xid, made);
        }
        return made;
    }

    private byte kind(int relation) {
        while (kindsKnown <= relation) {
            long file = RelationNumbers.fileOf(numbers.keyOf(kindsKnown));
            boolean catalog = file < FIRST_USER_OID;
            set(kindsKnown, catalog ? CATALOG : USER, catalog ? (int) file : 0);
        }
        return kinds[relation];
    }

    private void set(int relation, byte kind, int catalog) {
        if (relation >= kinds.length) {
            int size = Math.max(relation + 1, kinds.length * 2);
            kinds = Arrays.copyOf(kinds, size);
            catalogs = Arrays.copyOf(catalogs, size);
        }
        if (relation > kindsKnown) {
            kind(relation);
        }
        kinds[relation] = kind;
        catalogs[relation] = catalog;
        kindsKnown = Math.max(kindsKnown, relation + 1);
    }
}
