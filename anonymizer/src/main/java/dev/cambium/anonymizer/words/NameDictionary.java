package dev.cambium.anonymizer.words;

import net.datafaker.Faker;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * Knows names of people and of places in several languages, whatever their case. Thread-safe.
 * Loading takes about a second, once.
 */
public final class NameDictionary {

    private static final List<String> LANGUAGES =
            List.of(
                    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da-DK", "nb-NO", "fi-FI",
                    "cs", "ru", "pt-BR", "en-IN", "tr", "hu");

    /** Words of these languages that are names, too, but mostly something else. */
    private static final Set<String> COMMON_WORDS =
            Set.of(
                    "an", "april", "art", "august", "bank", "best", "bill", "black", "bo", "brown",
                    "card", "case", "cash", "chance", "credit", "day", "de", "der", "do", "english",
                    "faith", "field", "fields", "frank", "french", "german", "gold", "good",
                    "grace", "grant", "green", "gross", "hall", "hand", "he", "home", "hope",
                    "house", "in", "joy", "june", "king", "klein", "kurz", "la", "lang", "le",
                    "little", "long", "love", "mad", "major", "mark", "max", "may", "new", "ok",
                    "old", "pa", "page", "park", "per", "power", "price", "read", "rose", "sales",
                    "see", "she", "shop", "short", "silver", "so", "star", "stark", "stone",
                    "store", "summer", "van", "von", "ward", "white", "will", "wiz", "wolf",
                    "young");

    private static final class Holder {
        static final NameDictionary LOADED = new NameDictionary();
    }

    private final Set<String> firstNames = new HashSet<>();
    private final Set<String> lastNames = new HashSet<>();
    private final Set<String> cities = new HashSet<>();
    private final Set<String> countries = new HashSet<>();
    private final Set<String> states = new HashSet<>();

    private NameDictionary() {
        for (String language : LANGUAGES) {
            Faker faker = new Faker(Locale.forLanguageTag(language), new Random(1));
            take(faker, firstNames, "name.female_first_name");
            take(faker, firstNames, "name.male_first_name");
            take(faker, firstNames, "name.first_name");
            take(faker, lastNames, "name.last_name");
            take(faker, lastNames, "name.male_last_name");
            take(faker, lastNames, "name.female_last_name");
            take(faker, cities, "address.city_name");
            take(faker, cities, "address.city");
            take(faker, countries, "address.country");
            take(faker, states, "address.state");
        }
        cities.addAll(WellKnownPlaces.CITIES);
        countries.addAll(WellKnownPlaces.COUNTRIES);
        firstNames.removeAll(COMMON_WORDS);
        lastNames.removeAll(COMMON_WORDS);
    }

    public static NameDictionary get() {
        return Holder.LOADED;
    }

    private static void take(Faker faker, Set<String> into, String key) {
        try {
            WordLists.of(faker, key).forEach(word -> into.add(word.toLowerCase(Locale.ROOT)));
        } catch (RuntimeException e) {
            // Datafaker throws when neither the language nor English has the list.
            into.remove("");
        }
    }

    public boolean isFirstName(String lowerCase) {
        return firstNames.contains(lowerCase);
    }

    public boolean isLastName(String lowerCase) {
        return lastNames.contains(lowerCase);
    }

    public boolean isCity(String lowerCase) {
        return cities.contains(lowerCase);
    }

    public boolean isCountry(String lowerCase) {
        return countries.contains(lowerCase);
    }

    public boolean isState(String lowerCase) {
        return states.contains(lowerCase);
    }
}
