package dev.cambium.anonymizer.mask;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed pseudo-random function of 64 bits. As hard to
 * guess as HMAC without the key, and twenty times faster on values of a few bytes. Thread-safe.
 */
public final class KeyedHash {

    /** Bytes of a key. */
    public static final int KEY_BYTES = 16;

    private static final VarHandle LITTLE_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long k0;
    private final long k1;

    /**
     * @param key {@link #KEY_BYTES} bytes or more; more are ignored
     */
    public KeyedHash(byte[] key) {
        k0 = littleEndian(key, 0, 8);
        k1 = littleEndian(key, 8, 8);
    }

    public long of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    public long of(byte[] data) {
        long v0 = k0 ^ 0x736f6d6570736575L;
        long v1 = k1 ^ 0x646f72616e646f6dL;
        long v2 = k0 ^ 0x6c7967656e657261L;
        long v3 = k1 ^ 0x7465646279746573L;
        int whole = data.length & ~7;
        // The last turn is the one that closes the hash: it takes no word, and has more rounds.
        for (int at = 0; at <= whole + 8; at += 8) {
            boolean closing = at > whole;
            long m = closing ? 0 : word(data, at, whole);
            v3 ^= m;
            v2 ^= closing ? 0xff : 0;
            int rounds = closing ? 4 : 2;
            for (int round = 0; round < rounds; round++) {
                v0 += v1;
                v2 += v3;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v1;
                v0 += v3;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= m;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** Eight bytes; behind the whole words what is left, with the length in its highest byte. */
    private static long word(byte[] data, int at, int whole) {
        return at < whole
                ? littleEndian(data, at, 8)
                : littleEndian(data, at, data.length - whole) | ((long) data.length << 56);
    }

    /** Two numbers in one key, for rounds of a permutation. */
    long of(long first, long second) {
        byte[] data = new byte[2 * Long.BYTES];
        LITTLE_ENDIAN.set(data, 0, first);
        LITTLE_ENDIAN.set(data, Long.BYTES, second);
        return of(data);
    }

    /** Eight bytes at once where there are eight, which is what most of the time goes to. */
    private static long littleEndian(byte[] data, int at, int count) {
        if (count == Long.BYTES) {
            return (long) LITTLE_ENDIAN.get(data, at);
        }
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | (data[at + i] & 0xff);
        }
        return value;
    }
}
