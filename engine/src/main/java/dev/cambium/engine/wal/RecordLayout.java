package dev.cambium.engine.wal;

/**
 * The numbers by which the parts of a record are told apart.
 *
 * <p>Source: {@code src/include/access/xlogrecord.h}; the same in Postgres 16, 17 and 18.
 */
final class RecordLayout {

    static final int ID_SHORT_DATA = 255;
    static final int ID_LONG_DATA = 254;
    static final int ID_ORIGIN = 253;
    static final int ID_TOP_LEVEL_XID = 252;
    static final int LARGEST_BLOCK_ID = 32;

    static final int FORK_MASK = 0x0F;
    static final int BLOCK_HAS_IMAGE = 0x10;
    static final int BLOCK_SAME_RELATION = 0x80;
    static final int IMAGE_HAS_HOLE = 0x01;
    static final int IMAGE_COMPRESSED = 0x04 | 0x08 | 0x10;

    private RecordLayout() {}
}
