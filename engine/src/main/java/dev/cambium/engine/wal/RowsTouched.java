package dev.cambium.engine.wal;

/**
 * What a record does to the rows of a table, read without making objects. One of these is filled
 * again for record after record. Not thread-safe.
 *
 * <p>Source of the layouts: {@code src/include/access/heapam_xlog.h}; they are the same in Postgres
 * 16, 17 and 18, the numbers of the kinds used here too.
 */
public final class RowsTouched {

    private static final int KIND_MASK = 0x70;

    private static final int HEAP_INSERT = 0x00;
    private static final int HEAP_DELETE = 0x10;
    private static final int HEAP_UPDATE = 0x20;
    private static final int HEAP_TRUNCATE = 0x30;
    private static final int HEAP_HOT_UPDATE = 0x40;
    private static final int HEAP2_MULTI_INSERT = 0x50;

    /** Set only with wal_level=logical, which all our servers run with. */
    private static final int INSERT_ON_TOAST = 1 << 4;

    /** A row of INSERT … ON CONFLICT that met another is killed by a deletion of this kind. */
    private static final int DELETE_IS_SUPER = 1 << 3;

    private int inserted;
    private int updated;
    private int deleted;
    private boolean toast;
    private boolean truncates;
    private int lineNumber;

    /**
     * Reads what a record does.
     *
     * @param content of the same record
     * @return whether it changes rows, or is the note of a TRUNCATE
     */
    public boolean read(WalRecord record, RecordContent content) {
        inserted = 0;
        updated = 0;
        deleted = 0;
        toast = false;
        truncates = false;
        lineNumber = 0;
        int kind = record.info() & KIND_MASK;
        int manager = record.resourceManagerId();
        if (ResourceManager.HEAP2.owns(manager)) {
            if (kind != HEAP2_MULTI_INSERT) {
                return false;
            }
            inserted = content.u16(2);
            return true;
        }
        if (!ResourceManager.HEAP.owns(manager)) {
            return false;
        }
        return switch (kind) {
            case HEAP_INSERT -> {
                inserted = 1;
                lineNumber = content.u16(0);
                toast = (content.u8(2) & INSERT_ON_TOAST) != 0;
                yield true;
            }
            case HEAP_UPDATE, HEAP_HOT_UPDATE -> {
                updated = 1;
                yield true;
            }
            case HEAP_DELETE -> {
                if ((content.u8(7) & DELETE_IS_SUPER) != 0) {
                    inserted = -1;
                } else {
                    deleted = 1;
                }
                yield true;
            }
            case HEAP_TRUNCATE -> {
                truncates = true;
                yield true;
            }
            default -> false; // a number from a file: locks, changes in place
        };
    }

    /** Whether a record may be one that {@link #read} knows, without looking into it. */
    public static boolean mayChangeRows(WalRecord record) {
        int manager = record.resourceManagerId();
        return ResourceManager.HEAP.owns(manager)
                || (ResourceManager.HEAP2.owns(manager)
                        && (record.info() & KIND_MASK) == HEAP2_MULTI_INSERT);
    }

    /** Rows inserted; -1 takes back one that a speculative insertion had added. */
    public int inserted() {
        return inserted;
    }

    public int updated() {
        return updated;
    }

    public int deleted() {
        return deleted;
    }

    /** Whether it inserts into a TOAST table. Deletions there do not tell. */
    public boolean toast() {
        return toast;
    }

    /**
     * Whether it only notes that tables are truncated: three fields, then their numbers. The
     * truncation itself gives them new files.
     */
    public boolean truncates() {
        return truncates;
    }

    /** Where a single row is inserted on its page, or 0. */
    public int lineNumber() {
        return lineNumber;
    }
}
