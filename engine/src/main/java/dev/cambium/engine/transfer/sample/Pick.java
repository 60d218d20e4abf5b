package dev.cambium.engine.transfer.sample;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Choices that depend on the seed, what they are for, and a number: so every customer, product or
 * order can be made again without the ones before it, and tables that are written one after another
 * agree.
 */
final class Pick {

    /**
     * Spreads neighbours (a multiplier from Steele and Vigna, 2021). Must not be the golden ratio
     * that SplittableRandom itself steps by: neighbours would then share their choices, shifted.
     */
    private static final long SPREAD = 0xD1342543DE82EF95L;

    private final SplittableRandom random;

    Pick(long seed, Subject subject, long number) {
        random = new SplittableRandom(seed + SPREAD * (number * 31 + subject.salt));
    }

    /** What is being made: each has choices of its own. */
    enum Subject {
        STAFF(1),
        CUSTOMER(2),
        PREFERENCES(3),
        ADDRESS(4),
        PRODUCT(5),
        PRICE(6),
        ORDER(7),
        PAYMENT(8),
        REVIEW(9);

        /** Below 31, so that no two subjects and numbers meet. */
        private final int salt;

        Subject(int salt) {
            this.salt = salt;
        }
    }

    <T> T of(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    @SafeVarargs
    final <T> T oneOf(T... all) {
        return all[random.nextInt(all.length)];
    }

    /** From 0, exclusive of the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    long below(long bound) {
        return random.nextLong(bound);
    }

    /** Both ends included. */
    int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    boolean inPercent(int percent) {
        return random.nextInt(100) < percent;
    }

    /** Small numbers more often than large ones, as in shops and music. */
    int skewedBelow(int bound) {
        double r = random.nextDouble();
        return (int) (r * r * bound);
    }

    String digits(int count) {
        StringBuilder digits = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }
}
