package dev.cambium.anonymizer.detect;

import dev.cambium.anonymizer.words.NameDictionary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds personal data in running text: what has a shape, and names of people that a dictionary
 * knows. Thread-safe.
 */
public final class TextFinder {

    /** In titles, first names and last names: a word with a capital, perhaps hyphenated. */
    private static final Pattern NAME_WORD =
            Pattern.compile("\\p{Lu}[\\p{L}'’]{1,30}+(?:-\\p{Lu}[\\p{L}'’]{1,30}+)?");

    private static final TextFinder INSTANCE = new TextFinder(NameDictionary.get());

    private final NameDictionary dictionary;

    private TextFinder(NameDictionary dictionary) {
        this.dictionary = dictionary;
    }

    public static TextFinder get() {
        return INSTANCE;
    }

    /** All places, in their order; none overlaps another. */
    public List<Finding> find(String text) {
        List<Finding> found = shaped(text);
        names(text, found);
        found.sort(Comparator.comparingInt(Finding::start));
        return found;
    }

    /** What has a shape of its own; first come first served where two overlap. */
    private static List<Finding> shaped(String text) {
        int traits = ValueTraits.of(text);
        List<Finding> found = new ArrayList<>();
        for (Recognizer recognizer : Recognizer.ALL) {
            if (recognizer.isPossible(traits)) {
                for (Finding finding : recognizer.findIn(text)) {
                    addUnlessTaken(found, finding);
                }
            }
        }
        return found;
    }

    /** A first name alone, or with a last name behind it; a last name behind a title. */
    private void names(String text, List<Finding> found) {
        Matcher word = NAME_WORD.matcher(text);
        int lastNameFrom = -1;
        while (word.find()) {
            String lower = word.group().toLowerCase(Locale.ROOT);
            boolean follows = word.start() == lastNameFrom;
            if (follows && !dictionary.isFirstName(lower)) {
                addUnlessTaken(found, new Finding(DataKind.LAST_NAME, word.start(), word.end()));
                lastNameFrom = -1;
            } else if (isTitle(lower)) {
                lastNameFrom = afterBlank(text, word.end());
            } else if (dictionary.isFirstName(lower)) {
                addUnlessTaken(found, new Finding(DataKind.FIRST_NAME, word.start(), word.end()));
                lastNameFrom = afterBlank(text, word.end());
            } else if (dictionary.isLastName(lower) && !beginsSentence(text, word.start())) {
                addUnlessTaken(found, new Finding(DataKind.LAST_NAME, word.start(), word.end()));
            }
        }
    }

    private static boolean isTitle(String lower) {
        return switch (lower) {
            case "mr",
                    "mrs",
                    "ms",
                    "dr",
                    "prof",
                    "herr",
                    "frau",
                    "herrn",
                    "madame",
                    "monsieur",
                    "mme",
                    "señor",
                    "señora",
                    "signor",
                    "signora",
                    "mevrouw",
                    "pan",
                    "pani" ->
                    true;
            default -> false;
        };
    }

    /** Where the next word begins when one blank, or a dot and a blank, is in between. */
    private static int afterBlank(String text, int end) {
        int next = end;
        if (next < text.length() && text.charAt(next) == '.') {
            next++;
        }
        return next < text.length() && text.charAt(next) == ' ' ? next + 1 : -1;
    }

    /** There every word has a capital. */
    private static boolean beginsSentence(String text, int start) {
        int before = start - 1;
        while (before >= 0 && Character.isWhitespace(text.charAt(before))) {
            before--;
        }
        return before < 0 || ".!?:;\"-".indexOf(text.charAt(before)) >= 0;
    }

    private static void addUnlessTaken(List<Finding> found, Finding finding) {
        for (Finding other : found) {
            if (finding.start() < other.end() && other.start() < finding.end()) {
                return;
            }
        }
        found.add(finding);
    }
}
