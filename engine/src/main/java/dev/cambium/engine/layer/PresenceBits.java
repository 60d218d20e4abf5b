package dev.cambium.engine.layer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Which blocks of a file a layer holds.
 *
 * <p>Read by any thread without a lock, changed by one thread at a time (the inode lock sees to
 * it). A bit is set with release and read with acquire: whoever sees it set may read the block.
 */
final class PresenceBits {

    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

    private volatile long[] words;

    PresenceBits() {
        this(new long[0]);
    }

    PresenceBits(long[] words) {
        this.words = words;
    }

    boolean holds(long block) {
        long[] now = words;
        long index = block >>> 6;
        return index < now.length
                && ((long) WORD.getAcquire(now, (int) index) & (1L << (block & 63))) != 0;
    }

    /** Sets the bits from {@code start} to {@code endExclusive}. */
    void add(long start, long endExclusive) {
        if (start >= endExclusive) {
            return;
        }
        int wordsNeeded = Math.toIntExact(((endExclusive - 1) >>> 6) + 1);
        long[] now = words;
        if (now.length < wordsNeeded) {
            // Readers of the old array miss blocks that are only now being written: allowed.
            now = Arrays.copyOf(now, Math.max(wordsNeeded, now.length + (now.length >> 1)));
            words = now;
        }
        for (long block = start; block < endExclusive; block++) {
            int index = (int) (block >>> 6);
            WORD.setRelease(now, index, now[index] | (1L << (block & 63)));
        }
    }

    /** Clears all bits from {@code start} on. */
    void removeFrom(long start) {
        long[] now = words;
        long index = start >>> 6;
        if (index >= now.length) {
            return;
        }
        int first = (int) index;
        WORD.setRelease(now, first, now[first] & ((1L << (start & 63)) - 1));
        for (int i = first + 1; i < now.length; i++) {
            WORD.setRelease(now, i, 0L);
        }
    }

    /** How many bits are set. */
    long count() {
        long count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return count;
    }

    boolean isEmpty() {
        return toWords().length == 0;
    }

    /** The bits, least significant first, without trailing zero words. */
    long[] toWords() {
        long[] now = words;
        int used = now.length;
        while (used > 0 && now[used - 1] == 0) {
            used--;
        }
        return Arrays.copyOf(now, used);
    }
}
