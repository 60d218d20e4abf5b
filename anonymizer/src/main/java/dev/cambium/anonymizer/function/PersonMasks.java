package dev.cambium.anonymizer.function;

import dev.cambium.anonymizer.mask.FormatCipher;
import dev.cambium.anonymizer.mask.KeyedHash;
import dev.cambium.anonymizer.mask.Token;
import dev.cambium.anonymizer.words.WordLists;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Masks for who somebody is and how to reach them. */
final class PersonMasks {

    private static final Pattern NO_SMALL_LETTER = Pattern.compile("[^a-z]");

    /** Reserved for examples: RFC 2606. */
    private static final String[] DOMAINS = {"example.com", "example.org", "example.net"};

    /** 50 bits; with the names in front there are about 70. */
    private static final int EMAIL_TOKEN = 10;

    /** 60 bits; with the name in front there are about 70. */
    private static final int USER_TOKEN = 12;

    /** Of an address without names: 75 bits. */
    private static final int BARE_TOKEN = 15;

    static final int EMAIL_LENGTH_MIN = BARE_TOKEN + 1 + DOMAINS[0].length();

    private static final List<String> PLAIN_FIRST = plain(WordLists.FIRST_NAMES);
    private static final List<String> PLAIN_LAST = plain(WordLists.LAST_NAMES);

    private PersonMasks() {}

    private static List<String> plain(List<String> names) {
        return names.stream()
                .map(PersonMasks::plain)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    private static String plain(String name) {
        String decomposed = Normalizer.normalize(name, Normalizer.Form.NFD);
        return NO_SMALL_LETTER.matcher(decomposed.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    private static String pick(List<String> words, long bits) {
        return words.get((int) Long.remainderUnsigned(bits, words.size()));
    }

    /** A word of a list, written as the value is: all capitals, all small, or as in the list. */
    static Mask fromList(MaskContext context, String purpose, List<String> words) {
        KeyedHash hash = context.hash(purpose);
        return (value, row) ->
                context.fitted(writtenLike(value, pick(words, hash.of(context.folded(value)))));
    }

    private static String writtenLike(String value, String word) {
        boolean small = false;
        boolean capital = false;
        // Most values show after two characters that they are written as in the list.
        for (int i = 0; i < value.length() && !(small && capital); i++) {
            char c = value.charAt(i);
            small |= Character.isLowerCase(c);
            capital |= Character.isUpperCase(c);
        }
        if (small == capital) {
            return word;
        }
        return capital ? word.toUpperCase(Locale.ROOT) : word.toLowerCase(Locale.ROOT);
    }

    /** One word stays one word, and what is written with a comma stays so. */
    static Mask fullName(MaskContext context) {
        KeyedHash hash = context.hash("name");
        return (value, row) -> {
            long bits = hash.of(context.folded(value));
            String first = pick(WordLists.FIRST_NAMES, bits & 0xffffffffL);
            String last = pick(WordLists.LAST_NAMES, bits >>> 32);
            String name =
                    value.indexOf(',') > 0
                            ? last + ", " + first
                            : value.indexOf(' ') > 0 ? first + " " + last : last;
            return context.fitted(writtenLike(value, name));
        };
    }

    /** {@code mia.keller.x7k2m9q4tz@example.com}; shorter where the column is short. */
    static Mask email(MaskContext context) {
        if (context.lengthMax() < EMAIL_LENGTH_MIN) {
            throw new InvalidRuleException(
                    "Function email needs room for %d characters, and %s has %d. Function token takes less."
                            .formatted(
                                    EMAIL_LENGTH_MIN, context.type().sql(), context.lengthMax()));
        }
        KeyedHash names = context.hash("email");
        KeyedHash tokens = context.hash("email token");
        int max = context.lengthMax();
        return (value, row) -> {
            byte[] folded = context.folded(value).getBytes(StandardCharsets.UTF_8);
            long bits = names.of(folded);
            String first = pick(PLAIN_FIRST, bits & 0x7fffffffL);
            String last = pick(PLAIN_LAST, bits >>> 33);
            String domain = DOMAINS[(int) (bits >>> 31 & 3) % DOMAINS.length];
            int length = first.length() + last.length() + EMAIL_TOKEN + 3 + domain.length();
            StringBuilder address = new StringBuilder(Math.min(length, 64));
            if (length <= max) {
                address.append(first).append('.').append(last).append('.');
                Token.append(address, tokens.of(folded), EMAIL_TOKEN);
            } else {
                address.append(Token.of(tokens, context.folded(value), BARE_TOKEN));
            }
            return address.append('@').append(domain).toString();
        };
    }

    /** {@code mia.x7k2m9q4tzb3}. */
    static Mask userName(MaskContext context) {
        if (context.lengthMax() < BARE_TOKEN) {
            throw new InvalidRuleException(
                    "Function username needs room for %d characters, and %s has %d. Function text takes as many as the value has."
                            .formatted(BARE_TOKEN, context.type().sql(), context.lengthMax()));
        }
        KeyedHash names = context.hash("username");
        KeyedHash tokens = context.hash("username token");
        return (value, row) -> {
            String folded = context.folded(value);
            StringBuilder name = new StringBuilder(pick(PLAIN_FIRST, names.of(folded)));
            if (name.length() + 1 + USER_TOKEN > context.lengthMax()) {
                return Token.of(tokens, folded, BARE_TOKEN);
            }
            Token.append(name.append('.'), tokens.of(folded), USER_TOKEN);
            return name.toString();
        };
    }

    /** Digits behind the country's code, and letters, which may be a name; all else stays. */
    static Mask phone(MaskContext context) {
        FormatCipher cipher = new FormatCipher(context.secret(), "phone");
        return (value, row) -> cipher.encrypt(value, countryCode(value), false);
    }

    /**
     * Where the national number begins: country codes have one to three digits (ITU-T E.164), of
     * which one is enough to say which part of the world it is.
     */
    private static int countryCode(String value) {
        if (value.startsWith("+")) {
            return value.startsWith("+1") || value.startsWith("+7")
                    ? 2
                    : Math.min(3, value.length());
        }
        return value.startsWith("0") ? 1 : 0;
    }

    /** A house number, a street of a dictionary. */
    static Mask street(MaskContext context) {
        KeyedHash hash = context.hash("street");
        return (value, row) -> {
            long bits = hash.of(context.folded(value));
            String street = pick(WordLists.STREETS, bits & 0xffffffffL);
            boolean numbered = value.chars().anyMatch(Character::isDigit);
            String whole = numbered ? (bits >>> 33) % 990 + 1 + " " + street : street;
            return context.fitted(writtenLike(value, whole));
        };
    }
}
