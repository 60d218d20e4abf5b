package dev.cambium.anonymizer.run;

import java.util.Arrays;

/**
 * Numbers, each once, in eight to sixteen bytes each: a set of objects takes five times as much.
 * Meant for hashes, which are spread evenly as they are. Not thread-safe.
 */
final class LongSet {

    private static final int SLOTS_FIRST = 1_024;

    /** What marks an empty slot; the number itself is kept beside them. */
    private static final long EMPTY = 0;

    private long[] slots = new long[SLOTS_FIRST];
    private boolean hasEmpty;
    private int size;

    void add(long number) {
        if (number == EMPTY) {
            size += hasEmpty ? 0 : 1;
            hasEmpty = true;
            return;
        }
        int slot = slotOf(slots, number);
        if (slots[slot] == number) {
            return;
        }
        slots[slot] = number;
        size++;
        if (size > slots.length / 2) {
            grow();
        }
    }

    boolean contains(long number) {
        return number == EMPTY ? hasEmpty : slots[slotOf(slots, number)] == number;
    }

    int size() {
        return size;
    }

    /** In no order. */
    long[] numbers() {
        long[] numbers = Arrays.stream(slots).filter(number -> number != EMPTY).toArray();
        return hasEmpty ? Arrays.copyOf(numbers, numbers.length + 1) : numbers;
    }

    /** Where the number is, or where it would go. */
    private static int slotOf(long[] slots, long number) {
        int slot = (int) number & (slots.length - 1);
        while (slots[slot] != EMPTY && slots[slot] != number) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private void grow() {
        long[] more = new long[slots.length * 2];
        for (long number : slots) {
            if (number != EMPTY) {
                more[slotOf(more, number)] = number;
            }
        }
        slots = more;
    }
}
