package dev.cambium.anonymizer.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds one kind of data: a pattern says what could be it, a check decides. Thread-safe. Patterns
 * never step back far (possessive, bounded), so that no text takes long.
 */
public final class Recognizer {

    private static final String NO_WORD_BEFORE = "(?<![\\p{L}\\p{N}_])";
    private static final String NO_WORD_AFTER = "(?![\\p{L}\\p{N}_])";

    public static final Recognizer CARD_NUMBER =
            new Recognizer(
                    DataKind.CARD_NUMBER,
                    ValueTraits.ELEVEN_DIGITS,
                    "(?<![\\p{L}\\p{N}_]|[.,-])\\d(?:[ -]?\\d){11,18}+" + NO_WORD_AFTER,
                    CardNumber::isValid);

    public static final Recognizer IBAN =
            new Recognizer(
                    DataKind.IBAN,
                    ValueTraits.ELEVEN_DIGITS | ValueTraits.CAPITAL,
                    NO_WORD_BEFORE + "[A-Z]{2}\\d{2}(?: ?[A-Z0-9]){11,30}+" + NO_WORD_AFTER,
                    Iban::isValid);

    public static final Recognizer EMAIL_ADDRESS =
            new Recognizer(
                    DataKind.EMAIL_ADDRESS,
                    ValueTraits.AT | ValueTraits.DOT | ValueTraits.LETTER,
                    "(?<![\\p{L}\\p{N}.!#$%&'*+/=?^_`{|}~-])[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]{1,64}+"
                            + "(?:\\.[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]{1,64}+){0,8}+"
                            + "@(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?\\.){1,8}"
                            + "\\p{L}{2,63}+(?![\\p{L}\\p{N}_@-])",
                    Recognizer::emailLengthsFit);

    public static final Recognizer IPV4_ADDRESS =
            new Recognizer(
                    DataKind.IP_ADDRESS,
                    ValueTraits.DIGIT | ValueTraits.DOT,
                    "(?<![\\p{L}\\p{N}_.:-])\\d{1,3}(?:\\.\\d{1,3}){3}(?![\\p{L}\\p{N}_-]|\\.\\d)",
                    IpAddress::isVersion4);

    public static final Recognizer IPV6_ADDRESS =
            new Recognizer(
                    DataKind.IP_ADDRESS,
                    ValueTraits.COLON,
                    "(?<![\\p{L}\\p{N}_:.])[0-9A-Fa-f:]{2,39}+(?:(?:\\.\\d{1,3}){3})?(?![\\p{L}\\p{N}_:])",
                    IpAddress::isVersion6);

    public static final Recognizer MAC_ADDRESS =
            new Recognizer(
                    DataKind.MAC_ADDRESS,
                    ValueTraits.SEPARATOR,
                    "(?<![\\p{L}\\p{N}_:.-])(?:[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}"
                            + "|[0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2}){5}"
                            + "|[0-9A-Fa-f]{4}(?:\\.[0-9A-Fa-f]{4}){2})(?![\\p{L}\\p{N}_:-])",
                    candidate -> true);

    public static final Recognizer URL =
            new Recognizer(
                    DataKind.URL,
                    ValueTraits.COLON | ValueTraits.SLASH,
                    "(?i)(?<![\\p{L}\\p{N}_])(?:https?|ftp)://[^\\s<>\"']{3,2000}+",
                    candidate -> true);

    /** With a country's code or an area code in front; years and amounts have neither. */
    public static final Recognizer PHONE_NUMBER =
            new Recognizer(
                    DataKind.PHONE_NUMBER,
                    ValueTraits.SEVEN_DIGITS,
                    "(?<![\\p{L}\\p{N}_.,/+-])(?:\\+\\d{1,3}[ ./-]?|00\\d{2}[ ./-]?|0(?=[1-9])|(?=\\(\\d))"
                            + "(?:\\(\\d{1,5}\\)[ ./-]?)?\\d{1,12}+(?:[ ./-]\\d{2,8}+){0,4}+"
                            + "(?![\\p{L}\\p{N}_]|[.,:-]\\d)|"
                            + "(?<![\\p{L}\\p{N}_.,/+-])(?:\\(\\d{3}\\) ?|\\d{3}[-. ])\\d{3}[-. ]\\d{4}(?![\\p{L}\\p{N}_-])",
                    Recognizer::phoneDigitsFit);

    public static final Recognizer NATIONAL_ID =
            new Recognizer(
                    DataKind.NATIONAL_ID,
                    ValueTraits.SEVEN_DIGITS,
                    "(?<![\\p{L}\\p{N}_.-])(?:[12] ?\\d{2} ?\\d{2} ?\\d[\\dAB] ?\\d{3} ?\\d{3} ?\\d{2}"
                            + "|\\d{3}[.-]\\d{3}[.-]\\d{3}-\\d{2}|\\d{3}-\\d{2}-\\d{4}|756\\.\\d{4}\\.\\d{4}\\.\\d{2}"
                            + "|[A-Z]{6}\\d{2}[A-Z]\\d{2}[A-Z]\\d{3}[A-Z]|\\d{8}-?[A-Z]|[A-Z]{2} ?\\d{2} ?\\d{2} ?\\d{2} ?[A-D]"
                            + "|\\d{11}|\\d{6}[-+A]\\d{3}[0-9A-Z]|\\d{6}[-+]\\d{4})(?![\\p{L}\\p{N}_-])",
                    NationalIds::isValid);

    /** All of them; where two find the same place, the earlier one is the better guess. */
    public static final List<Recognizer> ALL =
            List.of(
                    URL,
                    EMAIL_ADDRESS,
                    IBAN,
                    CARD_NUMBER,
                    NATIONAL_ID,
                    MAC_ADDRESS,
                    IPV4_ADDRESS,
                    IPV6_ADDRESS,
                    PHONE_NUMBER);

    private final DataKind kind;
    private final int traits;
    private final Pattern candidate;
    private final Predicate<String> check;

    private Recognizer(DataKind kind, int traits, String candidate, Predicate<String> check) {
        this.kind = kind;
        this.traits = traits;
        this.candidate = Pattern.compile(candidate);
        this.check = check;
    }

    public DataKind kind() {
        return kind;
    }

    /** Whether a text with these traits can hold one at all. */
    boolean isPossible(int ofText) {
        return ValueTraits.has(ofText, traits);
    }

    /** Whether the value is this and nothing else, apart from blanks around it. */
    public boolean recognizes(String value) {
        String stripped = value.strip();
        Matcher matcher = candidate.matcher(stripped);
        return matcher.matches() && check.test(stripped);
    }

    /** All places in a text, in their order. */
    public List<Finding> findIn(String text) {
        List<Finding> findings = new ArrayList<>();
        Matcher matcher = candidate.matcher(text);
        int from = 0;
        while (from <= text.length() && matcher.find(from)) {
            int end = checkedEnd(matcher.group());
            if (end > 0) {
                findings.add(new Finding(kind, matcher.start(), matcher.start() + end));
                from = matcher.start() + end;
            } else {
                from = matcher.start() + nextGroup(matcher.group());
            }
        }
        return findings;
    }

    /** Another number may begin inside, at the next of its groups. */
    private static int nextGroup(String found) {
        for (int i = 1; i < found.length(); i++) {
            if (isSeparator(found.charAt(i - 1))) {
                return i;
            }
        }
        return found.length();
    }

    private static boolean isSeparator(char c) {
        return c == ' ' || c == '-';
    }

    /** Numbers in groups may have run into the words after them: those are given back. */
    private int checkedEnd(String found) {
        int end = found.length();
        while (end > 0 && !check.test(found.substring(0, end))) {
            end = Math.max(found.lastIndexOf(' ', end - 1), found.lastIndexOf('-', end - 1));
        }
        return end;
    }

    /** ITU-T E.164 allows 15 digits; fewer than seven are an extension or something else. */
    private static boolean phoneDigitsFit(String number) {
        long digits = number.chars().filter(Character::isDigit).count();
        return digits >= 7 && digits <= 15;
    }

    /** RFC 5321, section 4.5.3.1. */
    private static boolean emailLengthsFit(String address) {
        return address.indexOf('@') <= 64 && address.length() <= 254;
    }
}
