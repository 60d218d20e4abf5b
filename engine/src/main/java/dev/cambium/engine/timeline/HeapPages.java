package dev.cambium.engine.timeline;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What can be told of a table from its file alone.
 *
 * <p>Sources of the format: PageHeaderData and ItemIdData in {@code src/include/storage/bufpage.h}
 * and {@code itemid.h}, HeapTupleHeaderData in {@code src/include/access/htup_details.h}.
 */
public final class HeapPages {

    private static final int PAGE_BYTES = 8192;
    private static final int HEADER_BYTES = 24;

    /** Where a page says where the pointers to its rows end. */
    private static final int LOWER_AT = 12;

    private static final int POINTER_BYTES = 4;
    private static final int POINTER_OFFSET_MASK = 0x7FFF;
    private static final int POINTER_FLAGS_SHIFT = 15;
    private static final int POINTER_FLAGS_MASK = 0x3;
    private static final int POINTS_TO_A_ROW = 1;

    private static final int ROW_HEADER_BYTES = 23;
    private static final int INFOMASK_AT = 20;
    private static final int HAS_EXTERNAL = 0x0004;
    private static final int INSERTED = 0x0100;
    private static final int NEVER_INSERTED = 0x0200;
    private static final int DELETED = 0x0400;
    private static final int NOT_DELETED = 0x0800;
    private static final int DELETED_BY_SEVERAL = 0x1000;

    private HeapPages() {}

    /**
     * Whether a table's file says everything of its rows: of each, whether the transactions that
     * wrote and deleted it were committed, and all its values. Then tables with the same bytes have
     * the same rows, for every transaction that begins after those.
     *
     * @param file the main fork
     */
    public static boolean sayAll(byte[] file) {
        if (file.length % PAGE_BYTES != 0) {
            return false;
        }
        for (int at = 0; at < file.length; at += PAGE_BYTES) {
            ByteBuffer page =
                    ByteBuffer.wrap(file, at, PAGE_BYTES).slice().order(ByteOrder.LITTLE_ENDIAN);
            if (!saysAll(page)) {
                return false;
            }
        }
        return true;
    }

    private static boolean saysAll(ByteBuffer page) {
        int lower = Short.toUnsignedInt(page.getShort(LOWER_AT));
        if (lower > PAGE_BYTES) {
            return false;
        }
        for (int at = HEADER_BYTES; at + POINTER_BYTES <= lower; at += POINTER_BYTES) {
            int pointer = page.getInt(at);
            int flags = (pointer >>> POINTER_FLAGS_SHIFT) & POINTER_FLAGS_MASK;
            int row = pointer & POINTER_OFFSET_MASK;
            if (flags == POINTS_TO_A_ROW
                    && (row + ROW_HEADER_BYTES > PAGE_BYTES
                            || !rowSaysAll(page.getShort(row + INFOMASK_AT)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean rowSaysAll(short infomask) {
        boolean deletion =
                (infomask & NOT_DELETED) != 0
                        || ((infomask & DELETED) != 0 && (infomask & DELETED_BY_SEVERAL) == 0);
        return (infomask & (INSERTED | NEVER_INSERTED)) != 0
                && deletion
                && (infomask & HAS_EXTERNAL) == 0;
    }
}
