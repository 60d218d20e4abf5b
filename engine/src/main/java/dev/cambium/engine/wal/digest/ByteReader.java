package dev.cambium.engine.wal.digest;

import java.nio.charset.StandardCharsets;

/** Reads what {@link ByteWriter} wrote; beyond the end it throws. Not thread-safe. */
final class ByteReader {

    private final byte[] bytes;
    private int at;
    private final int end;

    ByteReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int next = u8();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IndexOutOfBoundsException("a number without an end");
    }

    long signed() {
        long value = number();
        return (value >>> 1) ^ -(value & 1);
    }

    int integer() {
        return (int) number();
    }

    int u8() {
        if (at >= end) {
            throw new IndexOutOfBoundsException("an entry that is too short");
        }
        return bytes[at++] & 0xFF;
    }

    int i32() {
        return (u8() << 24) | (u8() << 16) | (u8() << 8) | u8();
    }

    long i64() {
        long high = (long) i32() << 32;
        return high | (i32() & 0xFFFF_FFFFL);
    }

    String text() {
        int length = integer();
        if (length < 0 || length > end - at) {
            throw new IndexOutOfBoundsException("a text of " + length + " bytes");
        }
        String value = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return value;
    }
}
