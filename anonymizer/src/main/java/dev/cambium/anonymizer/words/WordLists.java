package dev.cambium.anonymizer.words;

import net.datafaker.Faker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The words that masks are made of. Drawn once from Datafaker in English, in an order that does not
 * change, so that a value keeps its mask for as long as Datafaker keeps its dictionaries.
 */
public final class WordLists {

    private static final Faker FAKER = new Faker(Locale.ENGLISH, new Random(1));
    private static final int DRAWN = 4_000;

    public static final List<String> FIRST_NAMES =
            joined(listed("name.female_first_name"), listed("name.male_first_name"));
    public static final List<String> LAST_NAMES = joined(listed("name.last_name"), List.of());
    public static final List<String> STREETS = drawn(() -> FAKER.address().streetName());
    public static final List<String> CITIES = drawn(() -> FAKER.address().city());
    public static final List<String> STATES = joined(listed("address.state"), List.of());
    public static final List<String> COUNTRIES = joined(listed("address.country"), List.of());
    public static final List<String> COMPANIES = drawn(() -> FAKER.company().name());
    public static final List<String> LOREM = joined(listed("lorem.words"), List.of());
    public static final List<String> JOBS = drawn(() -> FAKER.job().title());

    private WordLists() {}

    private static List<String> drawn(Supplier<String> source) {
        Set<String> words = new LinkedHashSet<>();
        for (int i = 0; i < DRAWN; i++) {
            words.add(source.get());
        }
        return List.copyOf(words);
    }

    private static List<String> joined(Collection<String> some, Collection<String> others) {
        Set<String> words = new LinkedHashSet<>(some);
        words.addAll(others);
        return List.copyOf(words);
    }

    private static List<String> listed(String key) {
        return of(FAKER, key);
    }

    /** A list of a dictionary, without the patterns that refer to other lists. */
    static List<String> of(Faker faker, String key) {
        Object found = faker.fakeValuesService().fetchObject(key, faker.getContext());
        List<String> words = new ArrayList<>();
        if (found instanceof Collection<?> all) {
            for (Object word : all) {
                String text = String.valueOf(word);
                if (!text.contains("#") && !text.isBlank()) {
                    words.add(text);
                }
            }
        }
        return words;
    }
}
