package dev.cambium.anonymizer.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.anonymizer.mask.KeyedHash;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

class SourceWatchTest {

    private static final KeyedHash HASH = new KeyedHash(new byte[KeyedHash.KEY_BYTES]);

    @Test
    void whatWasTakenIsKnownAndNothingElse() {
        SourceWatch watch = new SourceWatch(HASH);
        for (int i = 0; i < 5_000; i++) {
            watch.take("person " + i);
        }
        assertThat(watch.size()).isEqualTo(5_000);
        assertThat(watch.knows("person 4999")).isTrue();
        assertThat(watch.knows("person 5000")).isFalse();
        watch.take("short");
        assertThat(watch.knows("short")).isFalse();
    }

    @Test
    void itDoesNotGrowWithTheTable() {
        SourceWatch sum = new SourceWatch(HASH);
        for (int part = 0; part < 60; part++) {
            SourceWatch watch = new SourceWatch(HASH);
            for (int i = 0; i < SourceWatch.TAKEN_MAX + 10_000; i++) {
                watch.take("person " + part + " of " + i);
            }
            assertThat(watch.size()).isEqualTo(SourceWatch.TAKEN_MAX);
            sum.add(watch);
        }
        assertThat(sum.size()).isEqualTo(SourceWatch.HASHES_MAX);
        assertThat(sum.knows("person 0 of 1")).isTrue();
    }

    @Test
    void aSetOfNumbersIsWhatASetOfObjectsIs() {
        Random random = new Random(7);
        LongSet set = new LongSet();
        Set<Long> model = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            long number = random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(1_000) - 500;
            set.add(number);
            model.add(number);
            assertThat(set.contains(number)).isTrue();
        }
        assertThat(set.size()).isEqualTo(model.size());
        assertThat(java.util.Arrays.stream(set.numbers()).boxed())
                .containsExactlyInAnyOrderElementsOf(model);
        for (long number = -1_000; number < 1_000; number++) {
            assertThat(set.contains(number)).isEqualTo(model.contains(number));
        }
    }
}
