package dev.cambium.engine.transfer.sample;

import net.datafaker.Faker;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Names, streets and towns of each country, drawn from Datafaker once. A row then costs a few picks
 * from these lists, however many rows there are: Datafaker itself takes tens of microseconds for
 * every name.
 */
final class NamePools {

    /** Together they make tens of thousands of different people in each country. */
    private static final int NAMES_PER_POOL = 150;

    record Pool(
            List<String> firstNames,
            List<String> lastNames,
            List<String> streets,
            List<String> postalCodes,
            List<String> cities) {}

    private final Map<SampleCountry, Pool> pools = new EnumMap<>(SampleCountry.class);

    NamePools(long seed) {
        for (SampleCountry country : SampleCountry.values()) {
            Faker faker = new Faker(country.locale(), new Random(seed + country.name().hashCode()));
            pools.put(
                    country,
                    new Pool(
                            draw(() -> faker.name().firstName()),
                            draw(() -> faker.name().lastName()),
                            draw(() -> faker.address().streetAddress()),
                            draw(() -> faker.address().zipCode()),
                            draw(() -> faker.address().city())));
        }
    }

    Pool of(SampleCountry country) {
        Pool pool = pools.get(country);
        if (pool == null) {
            throw new IllegalStateException("no names for " + country);
        }
        return pool;
    }

    private static List<String> draw(Supplier<String> source) {
        List<String> drawn = new ArrayList<>(NAMES_PER_POOL);
        for (int i = 0; i < NAMES_PER_POOL; i++) {
            drawn.add(source.get());
        }
        return List.copyOf(drawn);
    }
}
