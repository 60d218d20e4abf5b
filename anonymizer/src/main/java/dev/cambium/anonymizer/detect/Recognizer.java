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
                    "(?<![\\p{L}\\p{N}_]|[.,-])\\d(?:[ -]?\\d){11,18}+" + NO_WORD_AFTER,
                    CardNumber::isValid);

    public static final Recognizer IBAN =
            new Recognizer(
                    DataKind.IBAN,
                    NO_WORD_BEFORE + "[A-Z]{2}\\d{2}(?: ?[A-Z0-9]){11,30}+" + NO_WORD_AFTER,
                    Iban::isValid);

    public static final Recognizer EMAIL_ADDRESS =
            new Recognizer(
                    DataKind.EMAIL_ADDRESS,
                    "(?<![\\p{L}\\p{N}.!#$%&'*+/=?^_`{|}~-])[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]{1,64}+"
                            + "(?:\\.[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]{1,64}+){0,8}+"
                            + "@(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?\\.){1,8}"
                            + "\\p{L}{2,63}+(?![\\p{L}\\p{N}_@-])",
                    Recognizer::emailLengthsFit);

    public static final Recognizer IPV4_ADDRESS =
            new Recognizer(
                    DataKind.IPV4_ADDRESS,
                    "(?<![\\p{L}\\p{N}_.:-])\\d{1,3}(?:\\.\\d{1,3}){3}(?![\\p{L}\\p{N}_-]|\\.\\d)",
                    IpAddress::isVersion4);

    public static final Recognizer IPV6_ADDRESS =
            new Recognizer(
                    DataKind.IPV6_ADDRESS,
                    "(?<![\\p{L}\\p{N}_:.])[0-9A-Fa-f:]{2,39}+(?:(?:\\.\\d{1,3}){3})?(?![\\p{L}\\p{N}_:])",
                    IpAddress::isVersion6);

    public static final Recognizer MAC_ADDRESS =
            new Recognizer(
                    DataKind.MAC_ADDRESS,
                    "(?<![\\p{L}\\p{N}_:.-])(?:[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}"
                            + "|[0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2}){5}"
                            + "|[0-9A-Fa-f]{4}(?:\\.[0-9A-Fa-f]{4}){2})(?![\\p{L}\\p{N}_:-])",
                    candidate -> true);

    /** All of them; where two find the same place, the earlier one is the better guess. */
    public static final List<Recognizer> ALL =
            List.of(IBAN, CARD_NUMBER, EMAIL_ADDRESS, MAC_ADDRESS, IPV4_ADDRESS, IPV6_ADDRESS);

    private final DataKind kind;
    private final Pattern candidate;
    private final Predicate<String> check;

    private Recognizer(DataKind kind, String candidate, Predicate<String> check) {
        this.kind = kind;
        this.candidate = Pattern.compile(candidate);
        this.check = check;
    }

    public DataKind kind() {
        return kind;
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

    /** RFC 5321, section 4.5.3.1. */
    private static boolean emailLengthsFit(String address) {
        return address.indexOf('@') <= 64 && address.length() <= 254;
    }
}
