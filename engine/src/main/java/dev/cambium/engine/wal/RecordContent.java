package dev.cambium.engine.wal;

import static dev.cambium.engine.wal.RecordLayout.BLOCK_HAS_IMAGE;
import static dev.cambium.engine.wal.RecordLayout.BLOCK_SAME_RELATION;
import static dev.cambium.engine.wal.RecordLayout.FORK_MASK;
import static dev.cambium.engine.wal.RecordLayout.ID_LONG_DATA;
import static dev.cambium.engine.wal.RecordLayout.ID_ORIGIN;
import static dev.cambium.engine.wal.RecordLayout.ID_SHORT_DATA;
import static dev.cambium.engine.wal.RecordLayout.ID_TOP_LEVEL_XID;
import static dev.cambium.engine.wal.RecordLayout.IMAGE_COMPRESSED;
import static dev.cambium.engine.wal.RecordLayout.IMAGE_HAS_HOLE;
import static dev.cambium.engine.wal.RecordLayout.LARGEST_BLOCK_ID;

/**
 * The parts of a record, found once and read without making objects. One of these is filled again
 * for record after record, by {@link WalRecord#read}; what it says holds until the next filling.
 * Not thread-safe.
 *
 * <p>Source of the layout: {@code src/include/access/xlogrecord.h}.
 */
public final class RecordContent {

    private static final int PAGE_BYTES = 8192;

    /** Of a page: where its line pointers begin, four bytes for each row. */
    private static final int LINE_POINTERS_AT = 24;

    private byte[] bytes = new byte[0];
    private int end;
    private int mainAt;
    private int mainLength;
    private int blockCount;
    private long database;
    private long relation;
    private int fork;
    private int dataAt;
    private int dataLength;
    private int imageAt;
    private int imageLength;
    private int holeOffset;
    private boolean imageReadable;
    private long topLevelXid;

    /**
     * @param offset where the record begins in the array
     * @param totalLength what its header says
     * @param kept how many of its bytes are there
     */
    void fill(byte[] from, int offset, int totalLength, int kept) {
        bytes = from;
        end = offset + kept;
        blockCount = 0;
        mainLength = 0;
        database = 0;
        relation = 0;
        fork = 0;
        dataLength = 0;
        imageLength = 0;
        imageReadable = false;
        topLevelXid = 0;
        int at = offset + WalRecord.HEADER_BYTES;
        int payloads = 0;
        boolean main = false;
        while (!main && offset + totalLength - at > payloads) {
            int id = LittleEndian.u8(bytes, at++);
            if (id <= LARGEST_BLOCK_ID) {
                int flags = LittleEndian.u8(bytes, at);
                at = block(at, flags);
                payloads += lastPayload;
            } else if (id == ID_SHORT_DATA) {
                mainLength = LittleEndian.u8(bytes, at++);
                main = true;
            } else if (id == ID_LONG_DATA) {
                mainLength = LittleEndian.i32(bytes, at);
                at += Integer.BYTES;
                main = true;
            } else if (id == ID_ORIGIN) {
                at += Short.BYTES;
            } else if (id == ID_TOP_LEVEL_XID) {
                topLevelXid = LittleEndian.u32(bytes, at);
                at += Integer.BYTES;
            } else {
                throw new IllegalStateException("a record has a part of unknown kind " + id);
            }
        }
        mainAt = offset + totalLength - mainLength;
        imageAt = at;
        dataAt = at + imageLength;
    }

    /** The bytes that the header read last announces. */
    private int lastPayload;

    private int block(int flagsAt, int flags) {
        boolean first = blockCount++ == 0;
        int at = flagsAt + 1;
        int data = LittleEndian.u16(bytes, at);
        at += Short.BYTES;
        lastPayload = data;
        if ((flags & BLOCK_HAS_IMAGE) != 0) {
            int length = LittleEndian.u16(bytes, at);
            int hole = LittleEndian.u16(bytes, at + 2);
            int info = LittleEndian.u8(bytes, at + 4);
            at += 5;
            boolean compressed = (info & IMAGE_COMPRESSED) != 0;
            if (compressed && (info & IMAGE_HAS_HOLE) != 0) {
                at += Short.BYTES;
            }
            lastPayload += length;
            if (first) {
                imageLength = length;
                holeOffset = hole;
                imageReadable = !compressed;
            }
        }
        if ((flags & BLOCK_SAME_RELATION) == 0) {
            if (first) {
                database = LittleEndian.u32(bytes, at + 4);
                relation = LittleEndian.u32(bytes, at + 8);
            }
            at += 12;
        }
        if (first) {
            fork = flags & FORK_MASK;
            dataLength = data;
        }
        return at + Integer.BYTES;
    }

    /** How many pages it changes. */
    public int blockCount() {
        return blockCount;
    }

    /** Of the first page: 0 for relations shared by all databases. */
    public long database() {
        return database;
    }

    /** Of the first page: the number of the relation's file. */
    public long relation() {
        return relation;
    }

    /** Of the first page: 0 is the main fork. */
    public int fork() {
        return fork;
    }

    /** The transaction whose subtransaction first writes with this record, or 0. */
    public long topLevelXid() {
        return topLevelXid;
    }

    /** The length of the payload that belongs to no page. */
    public int mainLength() {
        return mainLength;
    }

    /** A byte of the main data. */
    public int u8(int at) {
        return LittleEndian.u8(bytes, main(at, 1));
    }

    /** Two bytes of the main data. */
    public int u16(int at) {
        return LittleEndian.u16(bytes, main(at, Short.BYTES));
    }

    /** Four bytes of the main data, unsigned. */
    public long u32(int at) {
        return LittleEndian.u32(bytes, main(at, Integer.BYTES));
    }

    /** Four bytes of the main data, signed. */
    public int i32(int at) {
        return LittleEndian.i32(bytes, main(at, Integer.BYTES));
    }

    /** Eight bytes of the main data. */
    public long i64(int at) {
        return LittleEndian.i64(bytes, main(at, Long.BYTES));
    }

    /** The array that {@link #insertedRow} is an index into. */
    byte[] bytes() {
        return bytes;
    }

    /**
     * Where the columns of a row begin that this record inserts into its first page: in the data of
     * the page, or in its image if Postgres logged the whole page instead.
     *
     * @param lineNumber the row's place on the page, from 1 on
     * @param needed how many bytes of columns must be there
     * @return an index into {@link #bytes}; -1 if the row cannot be read: the image is compressed
     */
    int insertedRow(int lineNumber, int needed) {
        if (dataLength > 0) {
            // xl_heap_header: two fields of flags, and how long the header was, which is left out
            // up to the null bitmap.
            int hoff = LittleEndian.u8(bytes, dataAt + 4);
            int columns = dataAt + 5 + (hoff - 23);
            return columns + needed <= Math.min(end, dataAt + dataLength) ? columns : -1;
        }
        if (!imageReadable || imageLength == 0 || imageAt + imageLength > end) {
            return -1;
        }
        int pointerAt = inImage(LINE_POINTERS_AT + Integer.BYTES * (lineNumber - 1), Integer.BYTES);
        if (pointerAt < 0) {
            return -1;
        }
        int tuple = LittleEndian.i32(bytes, pointerAt) & 0x7FFF;
        int header = inImage(tuple, 23);
        if (header < 0) {
            return -1;
        }
        return inImage(tuple + LittleEndian.u8(bytes, header + 22), needed);
    }

    /** Where bytes of the page lie in its image, which leaves out the free space in its middle. */
    private int inImage(int onPage, int length) {
        int hole = PAGE_BYTES - imageLength;
        if (onPage < 0 || onPage + length > PAGE_BYTES) {
            return -1;
        }
        if (onPage + length <= holeOffset || hole == 0) {
            return imageAt + onPage;
        }
        return onPage >= holeOffset + hole ? imageAt + onPage - hole : -1;
    }

    private int main(int at, int length) {
        if (at < 0 || at + length > mainLength || mainAt + at + length > end) {
            throw new IllegalStateException(
                    "a record has "
                            + mainLength
                            + " bytes of main data; those from "
                            + at
                            + " to "
                            + (at + length)
                            + " were asked for");
        }
        return mainAt + at;
    }
}
