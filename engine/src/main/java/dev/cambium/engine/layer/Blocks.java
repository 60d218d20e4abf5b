package dev.cambium.engine.layer;

/** Arithmetic of the copy-on-write unit: a block is one Postgres page of 8 KiB. */
final class Blocks {

    static final int BYTES = 8192;

    private Blocks() {}

    /** The block that holds a byte. */
    static long holding(long offsetBytes) {
        return offsetBytes / BYTES;
    }

    static long startOf(long block) {
        return block * BYTES;
    }

    static long endOf(long block) {
        return (block + 1) * BYTES;
    }

    /** How many blocks a length takes, the last one perhaps in part. */
    static long count(long lengthBytes) {
        return (lengthBytes + BYTES - 1) / BYTES;
    }
}
