package dev.cambium.anonymizer.detect;

import dev.cambium.anonymizer.words.NameDictionary;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Counts what the values of one column look like. Not thread-safe. Texts longer than {@link
 * #LOOKED_AT_MAX} are looked at up to there.
 */
final class ValueTally {

    /** What a page of text has; personal data shows earlier, in most rows. */
    static final int LOOKED_AT_MAX = 2_000;

    /** Enough to see whether a column repeats itself. */
    private static final int DISTINCT_MAX = 1_000;

    /** Whole values are tried in this order; the first that fits counts. */
    private static final List<Recognizer> WHOLE =
            List.of(
                    Recognizer.EMAIL_ADDRESS,
                    Recognizer.URL,
                    Recognizer.IBAN,
                    Recognizer.CARD_NUMBER,
                    Recognizer.NATIONAL_ID,
                    Recognizer.MAC_ADDRESS,
                    Recognizer.IPV4_ADDRESS,
                    Recognizer.IPV6_ADDRESS,
                    Recognizer.PHONE_NUMBER);

    private static final int NAME_LENGTH_MAX = 48;

    private final NameDictionary dictionary = NameDictionary.get();
    private final Map<DataKind, Integer> counts = new EnumMap<>(DataKind.class);

    /** Many columns repeat themselves, and to look at a value takes long. */
    private final Map<String, Look> looks = new HashMap<>();

    private int values;
    private int sentences;
    private int sentencesWithPeople;
    private int barePhones;
    private int withDigits;

    /**
     * What one value looks like.
     *
     * @param barePhone whether it could be a phone's number, without any sign that it is
     */
    private record Look(
            Set<DataKind> kinds,
            boolean sentence,
            boolean people,
            boolean barePhone,
            boolean digits) {

        static Look sentence(boolean people, boolean digits) {
            return new Look(Set.of(), true, people, false, digits);
        }

        static Look of(Set<DataKind> kinds, boolean digits) {
            return new Look(kinds, false, false, false, digits);
        }
    }

    /** Takes a value that is not NULL. */
    void take(String whole) {
        String value = whole.length() > LOOKED_AT_MAX ? whole.substring(0, LOOKED_AT_MAX) : whole;
        if (value.isBlank()) {
            return;
        }
        Look look = looks.get(value);
        if (look == null) {
            look = lookAt(value);
            if (looks.size() < DISTINCT_MAX) {
                looks.put(value, look);
            }
        }
        values++;
        withDigits += look.digits ? 1 : 0;
        sentences += look.sentence ? 1 : 0;
        sentencesWithPeople += look.people ? 1 : 0;
        barePhones += look.barePhone ? 1 : 0;
        look.kinds.forEach(kind -> counts.merge(kind, 1, Integer::sum));
    }

    private Look lookAt(String value) {
        int traits = ValueTraits.of(value);
        boolean digits = ValueTraits.has(traits, ValueTraits.DIGIT);
        if (ValueTraits.has(traits, ValueTraits.SENTENCE)) {
            return Look.sentence(hasPeople(value), digits);
        }
        for (Recognizer recognizer : WHOLE) {
            if (recognizer.isPossible(traits) && recognizer.recognizes(value)) {
                boolean bare =
                        recognizer == Recognizer.PHONE_NUMBER
                                && !ValueTraits.has(traits, ValueTraits.SEPARATOR)
                                && value.charAt(0) != '+';
                return new Look(Set.of(recognizer.kind()), false, false, bare, digits);
            }
        }
        boolean letters = ValueTraits.has(traits, ValueTraits.LETTER);
        if (letters && digits && ValueTraits.has(traits, ValueTraits.BLANK)) {
            return Look.of(Set.of(DataKind.STREET_ADDRESS), digits);
        }
        if (letters && !digits && value.length() <= NAME_LENGTH_MAX) {
            return Look.of(words(value.strip().toLowerCase(Locale.ROOT)), digits);
        }
        if (digits && value.length() >= 4 && value.length() <= 10) {
            return Look.of(Set.of(DataKind.POSTAL_CODE), digits);
        }
        return Look.of(Set.of(), digits);
    }

    /** A last name alone may be another word, and a link leads to nobody. */
    private static boolean hasPeople(String sentence) {
        return TextFinder.get().find(sentence).stream()
                .map(Finding::kind)
                .anyMatch(kind -> kind != DataKind.LAST_NAME && kind != DataKind.URL);
    }

    private Set<DataKind> words(String lower) {
        Set<DataKind> kinds = EnumSet.noneOf(DataKind.class);
        if (dictionary.isCity(lower)) {
            kinds.add(DataKind.CITY);
        }
        if (dictionary.isCountry(lower)) {
            kinds.add(DataKind.COUNTRY);
        }
        if (dictionary.isState(lower)) {
            kinds.add(DataKind.REGION);
        }
        boolean place = !kinds.isEmpty();
        if (dictionary.isFirstName(lower)) {
            kinds.add(DataKind.FIRST_NAME);
        }
        if (dictionary.isLastName(lower)) {
            kinds.add(DataKind.LAST_NAME);
        }
        int blank = lower.indexOf(' ');
        if (blank > 0 && !place && isFullName(lower, blank)) {
            kinds.add(DataKind.PERSON_NAME);
        }
        return kinds;
    }

    /** First name first, or last name and a comma first. */
    private boolean isFullName(String lower, int blank) {
        String first = lower.substring(0, blank);
        String last = lower.substring(lower.lastIndexOf(' ') + 1);
        if (first.endsWith(",")) {
            return dictionary.isFirstName(last);
        }
        return dictionary.isFirstName(first)
                && (dictionary.isLastName(last) || (last.length() > 2 && blank > 2));
    }

    /** Values that were not empty. */
    int values() {
        return values;
    }

    int distinctValues() {
        return looks.size();
    }

    int sentences() {
        return sentences;
    }

    int sentencesWithPeople() {
        return sentencesWithPeople;
    }

    /** Numbers that could be one's phone, without any sign that they are. */
    int barePhones() {
        return barePhones;
    }

    /** The part of all values that have a digit, from 0 to 1. */
    double digitShare() {
        return values == 0 ? 0 : withDigits / (double) values;
    }

    /** The part of all values that look like this kind, from 0 to 1. */
    double share(DataKind kind) {
        return values == 0 ? 0 : counts.getOrDefault(kind, 0) / (double) values;
    }
}
