package dev.cambium.anonymizer.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.anonymizer.mask.KeyedHash;
import dev.cambium.anonymizer.run.SourceWatch.Known;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

class SourceWatchTest {

    private static final KeyedHash HASH = new KeyedHash(new byte[KeyedHash.KEY_BYTES]);

    @Test
    void noMoreIsTakenThanItMay() {
        SourceWatch watch = new SourceWatch(HASH, false, 100);
        for (int i = 0; i < 5_000; i++) {
            watch.take("person " + i);
        }
        assertThat(watch.size()).isEqualTo(100);
    }

    @Test
    void whatWasTakenIsKnownAndNothingElse() {
        SourceWatch watch = new SourceWatch(HASH);
        for (int i = 0; i < 5_000; i++) {
            watch.take("person " + i);
        }
        assertThat(watch.size()).isEqualTo(5_000);
        assertThat(watch.of("person 4999")).isEqualTo(Known.RARE);
        assertThat(watch.of("person 5000")).isEqualTo(Known.NO);
        watch.take("short");
        assertThat(watch.of("short")).isEqualTo(Known.NO);
    }

    @Test
    void whatManyShareIsToldApartFromWhatOneHas() {
        SourceWatch people = new SourceWatch(HASH);
        people.take("ann@corp.test");
        people.take("+49 30 1234567");
        people.take("Ann Schmidt");
        people.take("Charlotte");
        people.take("1980-01-01");
        SourceWatch cities = new SourceWatch(HASH, true, SourceWatch.TAKEN_MAX);
        cities.take("Buenos Aires 12");
        SourceWatch notes = new SourceWatch(HASH);
        for (int i = 0; i < 1_000; i++) {
            notes.take("Please call back " + i % 9);
        }
        notes.take("ann@corp.test");
        SourceWatch all = new SourceWatch(HASH);
        all.add(people);
        all.add(cities);
        all.add(notes);
        assertThat(all.of("Ann Schmidt")).isEqualTo(Known.WORDS);
        assertThat(List.of("ann@corp.test", "+49 30 1234567"))
                .allSatisfy(value -> assertThat(all.of(value)).isEqualTo(Known.RARE));
        assertThat(List.of("Charlotte", "1980-01-01", "Buenos Aires 12", "Please call back 3"))
                .allSatisfy(value -> assertThat(all.of(value)).isEqualTo(Known.COMMON));
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
        assertThat(sum.of("person 0 of 1")).isEqualTo(Known.RARE);
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
