package dev.cambium.engine.wal.digest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Puts numbers into as few bytes as they need. Not thread-safe. */
final class ByteWriter {

    private byte[] bytes = new byte[512];
    private int length;

    /** Seven bits a byte, the lowest first; negative numbers take ten bytes. */
    void number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            u8((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        u8((int) rest);
    }

    /** A number that may be negative and is small. */
    void signed(long value) {
        number((value << 1) ^ (value >> 63));
    }

    void u8(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    void i32(int value) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            u8(value >> shift);
        }
    }

    void i64(long value) {
        i32((int) (value >> 32));
        i32((int) value);
    }

    void text(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        number(encoded.length);
        raw(encoded, encoded.length);
    }

    void raw(byte[] from, int count) {
        room(count);
        System.arraycopy(from, 0, bytes, length, count);
        length += count;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
