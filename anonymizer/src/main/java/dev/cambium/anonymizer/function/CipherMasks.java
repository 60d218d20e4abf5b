package dev.cambium.anonymizer.function;

import dev.cambium.anonymizer.detect.CardNumber;
import dev.cambium.anonymizer.detect.Iban;
import dev.cambium.anonymizer.mask.FormatCipher;
import dev.cambium.anonymizer.mask.Permutation;
import dev.cambium.anonymizer.mask.WidePermutation;

import java.math.BigInteger;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Masks that are one to one and keep the format. */
final class CipherMasks {

    private static final int UUID_LENGTH = 36;

    private CipherMasks() {}

    static Mask digits(MaskContext context) {
        FormatCipher cipher = new FormatCipher(context.secret(), "digits");
        return (value, row) -> cipher.encrypt(value, 0, true);
    }

    static Mask text(MaskContext context) {
        FormatCipher cipher = new FormatCipher(context.secret(), "text");
        return (value, row) -> cipher.encrypt(context.folded(value));
    }

    /** The scheme stays, and what separates the parts. */
    static Mask url(MaskContext context) {
        FormatCipher cipher = new FormatCipher(context.secret(), "url");
        return (value, row) -> {
            int scheme = value.indexOf("://");
            return cipher.encrypt(value, scheme < 0 ? 0 : scheme + 3, false);
        };
    }

    /**
     * A number with as many digits and the same sign, within the type. The smallest bigint stays:
     * no other has as many digits and its sign.
     */
    static Mask number(MaskContext context) {
        long max =
                switch (context.type().bytes()) {
                    case 2 -> Short.MAX_VALUE;
                    case 4 -> Integer.MAX_VALUE;
                    default -> Long.MAX_VALUE;
                };
        int digitsMax = Long.toString(max).length();
        Permutation[] byDigits = new Permutation[digitsMax + 1];
        long[] first = new long[digitsMax + 1];
        long power = 1;
        for (int digits = 1; digits <= digitsMax; digits++) {
            first[digits] = digits == 1 ? 0 : power;
            long last = digits == digitsMax ? max : power * 10 - 1;
            byDigits[digits] =
                    new Permutation(
                            context.hash("number of %d digits below %d".formatted(digits, max)),
                            last - first[digits] + 1);
            power *= 10;
        }
        return (value, row) -> {
            boolean negative = value.startsWith("-");
            String magnitude = negative ? value.substring(1) : value;
            if (magnitude.equals("9223372036854775808")) {
                return value;
            }
            int digits = magnitude.length();
            if (digits > digitsMax) {
                throw new InvalidRuleException(
                        "Function number met a value that does not fit " + context.type().sql());
            }
            long number = Long.parseLong(magnitude);
            if (number > max) {
                return value; // the smallest integer or smallint: as for bigint
            }
            long masked = first[digits] + byDigits[digits].of(number - first[digits]);
            // Zero has no sign: a negative number of one digit must not become it.
            if (negative && masked == 0) {
                masked = first[digits] + byDigits[digits].of(masked - first[digits]);
            }
            return negative ? "-" + masked : Long.toString(masked);
        };
    }

    /** Version and variant stay (RFC 9562); what is no UUID is encrypted as a text. */
    static Mask uuid(MaskContext context) {
        WidePermutation permutation = new WidePermutation(context.hash("uuid"), 122);
        FormatCipher otherwise = new FormatCipher(context.secret(), "uuid text");
        return (value, row) -> {
            if (value.length() != UUID_LENGTH || !isHex(value)) {
                return otherwise.encrypt(value);
            }
            String hex = value.replace("-", "").toLowerCase(Locale.ROOT);
            int variant = Character.digit(hex.charAt(16), 16);
            String free = hex.substring(0, 12) + hex.substring(13, 16) + hex.substring(17);
            BigInteger number =
                    new BigInteger(free, 16).shiftLeft(2).or(BigInteger.valueOf(variant & 3));
            BigInteger masked = permutation.of(number);
            String digits = padded(masked.shiftRight(2).toString(16), 30);
            int newVariant = (variant & 12) | (masked.intValue() & 3);
            String all =
                    digits.substring(0, 12)
                            + hex.charAt(12)
                            + digits.substring(12, 15)
                            + Character.forDigit(newVariant, 16)
                            + digits.substring(15);
            return String.join(
                    "-",
                    all.substring(0, 8),
                    all.substring(8, 12),
                    all.substring(12, 16),
                    all.substring(16, 20),
                    all.substring(20));
        };
    }

    private static boolean isHex(String uuid) {
        for (int i = 0; i < UUID_LENGTH; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            char c = uuid.charAt(i);
            if (dash ? c != '-' : Character.digit(c, 16) < 0 || c > 'f') {
                return false;
            }
        }
        return true;
    }

    private static String padded(String digits, int length) {
        return "0".repeat(length - digits.length()) + digits;
    }

    /** The issuer's first digit and a valid check digit stay valid. */
    static Mask card(MaskContext context) {
        FormatCipher cipher = new FormatCipher(context.secret(), "card");
        UnaryOperator<String> repaired =
                value -> {
                    int last = lastDigit(value);
                    String payload = value.substring(0, last);
                    for (char check = '0'; check <= '9'; check++) {
                        String candidate = payload + check + value.substring(last + 1);
                        if (CardNumber.hasLuhnCheckDigit(digitsOf(candidate))) {
                            return candidate;
                        }
                    }
                    return value;
                };
        return (value, row) -> {
            Predicate<String> valid =
                    text -> lastDigit(text) > 0 && CardNumber.hasLuhnCheckDigit(digitsOf(text));
            if (!valid.test(value)) {
                return outside(valid, text -> cipher.encrypt(text, 0, true), value);
            }
            int last = lastDigit(value);
            String payload = cipher.encrypt(value.substring(0, last), 1, true);
            return repaired.apply(payload + value.substring(last));
        };
    }

    /** The country stays, and a valid number stays valid (ISO 13616). */
    static Mask iban(MaskContext context) {
        FormatCipher cipher = new FormatCipher(context.secret(), "iban");
        return (value, row) -> {
            if (!Iban.isValid(value)) {
                return outside(Iban::isValid, cipher::encrypt, value);
            }
            return Iban.withCheckDigits(value.substring(0, 4) + cipher.encrypt(value.substring(4)));
        };
    }

    /** Walks until it is outside what is masked otherwise: so the two never meet. */
    private static String outside(
            Predicate<String> inside, UnaryOperator<String> permutation, String value) {
        String walked = value;
        do {
            walked = permutation.apply(walked);
        } while (inside.test(walked));
        return walked;
    }

    private static int lastDigit(String text) {
        int last = text.length() - 1;
        while (last >= 0 && !isDigit(text.charAt(last))) {
            last--;
        }
        return last;
    }

    private static String digitsOf(String text) {
        StringBuilder digits = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (isDigit(text.charAt(i))) {
                digits.append(text.charAt(i));
            }
        }
        return digits.toString();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Colons or dashes stay, and capitals. */
    static Mask mac(MaskContext context) {
        Permutation permutation = new Permutation(context.hash("mac"), 1L << 48);
        FormatCipher otherwise = new FormatCipher(context.secret(), "mac text");
        return (value, row) -> {
            StringBuilder hex = new StringBuilder(12);
            for (int i = 0; i < value.length(); i++) {
                if (Character.digit(value.charAt(i), 16) >= 0) {
                    hex.append(value.charAt(i));
                }
            }
            if (hex.length() != 12) {
                return otherwise.encrypt(value);
            }
            boolean capitals = !value.equals(value.toLowerCase(Locale.ROOT));
            long masked = permutation.of(Long.parseLong(hex.toString(), 16));
            String digits = padded(Long.toHexString(masked), 12);
            return inPlaceOfHex(value, capitals ? digits.toUpperCase(Locale.ROOT) : digits);
        };
    }

    private static String inPlaceOfHex(String value, String digits) {
        StringBuilder result = new StringBuilder(value.length());
        int next = 0;
        for (int i = 0; i < value.length(); i++) {
            boolean hex = Character.digit(value.charAt(i), 16) >= 0;
            result.append(hex ? digits.charAt(next++) : value.charAt(i));
        }
        return result.toString();
    }
}
