package dev.cambium.anonymizer.detect;

import dev.cambium.anonymizer.words.NameDictionary;

import java.util.EnumMap;
import java.util.HashSet;
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
    private final Set<String> distinct = new HashSet<>();
    private int values;
    private int sentences;
    private int sentencesWithPeople;
    private int barePhones;
    private int withDigits;

    /** Takes a value that is not NULL. */
    void take(String whole) {
        String value = whole.length() > LOOKED_AT_MAX ? whole.substring(0, LOOKED_AT_MAX) : whole;
        if (value.isBlank()) {
            return;
        }
        values++;
        if (distinct.size() < DISTINCT_MAX) {
            distinct.add(value);
        }
        int traits = ValueTraits.of(value);
        withDigits += ValueTraits.has(traits, ValueTraits.DIGIT) ? 1 : 0;
        if (ValueTraits.has(traits, ValueTraits.SENTENCE)) {
            sentence(value);
            return;
        }
        for (Recognizer recognizer : WHOLE) {
            if (recognizer.isPossible(traits) && recognizer.recognizes(value)) {
                count(recognizer.kind());
                boolean bare = !ValueTraits.has(traits, ValueTraits.SEPARATOR);
                if (recognizer == Recognizer.PHONE_NUMBER && bare && value.charAt(0) != '+') {
                    barePhones++;
                }
                return;
            }
        }
        boolean letters = ValueTraits.has(traits, ValueTraits.LETTER);
        boolean digits = ValueTraits.has(traits, ValueTraits.DIGIT);
        if (letters && digits && ValueTraits.has(traits, ValueTraits.BLANK)) {
            count(DataKind.STREET_ADDRESS);
        } else if (letters && !digits && value.length() <= NAME_LENGTH_MAX) {
            words(value.strip().toLowerCase(Locale.ROOT));
        } else if (digits && value.length() >= 4 && value.length() <= 10) {
            count(DataKind.POSTAL_CODE);
        }
    }

    /** A last name alone may be another word, and a link leads to nobody. */
    private void sentence(String value) {
        sentences++;
        boolean people =
                TextFinder.get().find(value).stream()
                        .map(Finding::kind)
                        .anyMatch(kind -> kind != DataKind.LAST_NAME && kind != DataKind.URL);
        sentencesWithPeople += people ? 1 : 0;
    }

    private void words(String lower) {
        boolean place = false;
        if (dictionary.isCity(lower)) {
            count(DataKind.CITY);
            place = true;
        }
        if (dictionary.isCountry(lower)) {
            count(DataKind.COUNTRY);
            place = true;
        }
        if (dictionary.isState(lower)) {
            count(DataKind.REGION);
            place = true;
        }
        if (dictionary.isFirstName(lower)) {
            count(DataKind.FIRST_NAME);
        }
        if (dictionary.isLastName(lower)) {
            count(DataKind.LAST_NAME);
        }
        int blank = lower.indexOf(' ');
        if (blank > 0 && !place && isFullName(lower, blank)) {
            count(DataKind.PERSON_NAME);
        }
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

    private void count(DataKind kind) {
        counts.merge(kind, 1, Integer::sum);
    }

    /** Values that were not empty. */
    int values() {
        return values;
    }

    int distinctValues() {
        return distinct.size();
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
