package dev.cambium.anonymizer.mask;

import java.math.BigInteger;

/**
 * A keyed permutation of all numbers with an even number of bits, up to 128: a Feistel network with
 * {@link KeyedHash} as its rounds. Thread-safe.
 */
public final class WidePermutation {

    private static final int ROUNDS = 10;

    private final KeyedHash hash;
    private final int halfBits;
    private final long mask;

    /**
     * @param bits even, from 2 to 128
     */
    public WidePermutation(KeyedHash hash, int bits) {
        if (bits < 2 || bits > 128 || bits % 2 != 0) {
            throw new IllegalArgumentException("not an even number of 2 to 128 bits: " + bits);
        }
        this.hash = hash;
        halfBits = bits / 2;
        mask = halfBits == 64 ? -1 : (1L << halfBits) - 1;
    }

    /** Of a number that is not negative and fits the bits. */
    public BigInteger of(BigInteger number) {
        long left = number.shiftRight(halfBits).longValue() & mask;
        long right = number.longValue() & mask;
        for (int round = 0; round < ROUNDS; round++) {
            long next = left ^ (hash.of(right, round) & mask);
            left = right;
            right = next;
        }
        return unsigned(left).shiftLeft(halfBits).or(unsigned(right));
    }

    private static BigInteger unsigned(long half) {
        BigInteger number = BigInteger.valueOf(half & Long.MAX_VALUE);
        return half < 0 ? number.setBit(63) : number;
    }
}
