package dev.cambium.anonymizer.mask;

/**
 * A keyed permutation of the numbers from 0 to below a size: a Feistel network with {@link
 * KeyedHash} as its rounds, walked until it falls inside (Black and Rogaway, 2002). For domains
 * that are too small for FF1, which no cipher protects from somebody who may try all, and for
 * numbers. One to one for every size. Thread-safe.
 */
public final class Permutation {

    /** FF1 has as many. */
    private static final int ROUNDS = 10;

    private final KeyedHash hash;
    private final long size;
    private final int halfBits;
    private final long halfMask;

    /**
     * @param size at least 1
     */
    public Permutation(KeyedHash hash, long size) {
        if (size < 1) {
            throw new IllegalArgumentException("there is nothing to permute: " + size);
        }
        this.hash = hash;
        this.size = size;
        int bits = 64 - Long.numberOfLeadingZeros(size - 1);
        halfBits = Math.max(1, (bits + 1) / 2);
        halfMask = (1L << halfBits) - 1;
    }

    /** The number that stands for this one. */
    public long of(long number) {
        return of(number, 0);
    }

    /**
     * @param tweak chooses one of many permutations
     */
    public long of(long number, long tweak) {
        return walk(number, tweak, true);
    }

    /** The number that this one stands for. */
    public long back(long number) {
        return back(number, 0);
    }

    /** The other way of {@link #of(long, long)}. */
    public long back(long number, long tweak) {
        return walk(number, tweak, false);
    }

    private long walk(long number, long tweak, boolean forward) {
        check(number);
        if (size == 1) {
            return 0;
        }
        long walked = number;
        do {
            walked = network(walked, tweak, forward);
        } while (Long.compareUnsigned(walked, size) >= 0);
        return walked;
    }

    /** Backwards the rounds are counted down and the halves are exchanged before and after. */
    private long network(long number, long tweak, boolean forward) {
        long high = number >>> halfBits;
        long low = number & halfMask;
        long mixed = forward ? high : low;
        long known = forward ? low : high;
        for (int i = 0; i < ROUNDS; i++) {
            int round = forward ? i : ROUNDS - 1 - i;
            long next = mixed ^ (hash.of(known, tweak * ROUNDS + round) & halfMask);
            mixed = known;
            known = next;
        }
        return forward ? mixed << halfBits | known : known << halfBits | mixed;
    }

    private void check(long number) {
        if (number < 0 || number >= size) {
            throw new IllegalArgumentException(
                    "%d is not below the size %d".formatted(number, size));
        }
    }
}
