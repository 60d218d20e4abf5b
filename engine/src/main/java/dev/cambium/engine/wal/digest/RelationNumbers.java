package dev.cambium.engine.wal.digest;

import java.util.Arrays;

/**
 * Gives each relation file of each database a small number, from 0 up, so that counters lie in
 * arrays. Numbers are never given back; a file is a few bytes. Not thread-safe.
 */
final class RelationNumbers {

    /** Slots that are free hold this: no file has number 0. */
    private static final long FREE = 0;

    private long[] slots = new long[256];
    private int[] numbers = new int[256];
    private long[] keys = new long[128];
    private int count;

    static long key(long database, long file) {
        return (database << 32) | file;
    }

    static long databaseOf(long key) {
        return key >>> 32;
    }

    static long fileOf(long key) {
        return key & 0xFFFF_FFFFL;
    }

    /** The number of a file, which gets one if it has none. */
    int numberOf(long key) {
        int mask = slots.length - 1;
        int slot = (int) (mix(key) & mask);
        while (slots[slot] != FREE) {
            if (slots[slot] == key) {
                return numbers[slot];
            }
            slot = (slot + 1) & mask;
        }
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, count * 2);
        }
        keys[count] = key;
        slots[slot] = key;
        numbers[slot] = count;
        count++;
        if (count * 2 > slots.length) {
            grow();
        }
        return count - 1;
    }

    /** The file with a number. */
    long keyOf(int number) {
        return keys[number];
    }

    int count() {
        return count;
    }

    static long mix(long key) {
        long mixed = key * 0x9E37_79B9_7F4A_7C15L;
        return mixed ^ (mixed >>> 32);
    }

    private void grow() {
        int size = slots.length * 2;
        slots = new long[size];
        numbers = new int[size];
        for (int number = 0; number < count; number++) {
            int slot = (int) (mix(keys[number]) & (size - 1));
            while (slots[slot] != FREE) {
                slot = (slot + 1) & (size - 1);
            }
            slots[slot] = keys[number];
            numbers[slot] = number;
        }
    }
}
