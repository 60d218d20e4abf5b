package dev.cambium.anonymizer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.BitSet;
import java.util.SplittableRandom;

class PermutationTest {

    private final KeyedHash hash = new MaskingSecret(new byte[32]).hash("test");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 10, 17, 900, 65_537})
    void everyNumberIsTakenOnce(long size) {
        Permutation permutation = new Permutation(hash, size);
        BitSet taken = new BitSet();
        for (long i = 0; i < size; i++) {
            long masked = permutation.of(i, 7);
            assertThat(masked).isBetween(0L, size - 1);
            assertThat(taken.get((int) masked)).isFalse();
            taken.set((int) masked);
            assertThat(permutation.back(masked, 7)).isEqualTo(i);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 40, (1L << 62) + 12_345, Long.MAX_VALUE})
    void thereIsAWayBackFromLargeNumbers(long size) {
        long seed = size ^ 99;
        SplittableRandom random = new SplittableRandom(seed);
        Permutation permutation = new Permutation(hash, size);
        for (int i = 0; i < 1_000; i++) {
            long number = random.nextLong(size);
            assertThat(permutation.back(permutation.of(number)))
                    .as("seed %d", seed)
                    .isEqualTo(number);
        }
    }
}
