package dev.cambium.anonymizer.detect;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Numbers that a state gives to a person, with their check digits where they have some: of the
 * United States (no check digit; ranges never given out are refused), Brazil, France, Spain, Italy
 * (by shape), Switzerland, the United Kingdom (by shape), Germany, Poland, Norway, Finland and
 * Sweden.
 */
final class NationalIds {

    private static final String SPANISH_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final String FINNISH_SIGNS = "0123456789ABCDEFHJKLMNPRSTUVWXY";

    private static final Pattern AMERICAN = Pattern.compile("\\d{3}-\\d{2}-\\d{4}");
    private static final Pattern BRAZILIAN = Pattern.compile("\\d{3}[.-]\\d{3}[.-]\\d{3}-\\d{2}");
    private static final Pattern ELEVEN_DIGITS = Pattern.compile("\\d{11}");
    private static final Pattern FRENCH = Pattern.compile("[12]\\d{5}[\\dAB]\\d{8}");
    private static final Pattern SPANISH = Pattern.compile("\\d{8}-?[A-Z]");
    private static final Pattern FINNISH = Pattern.compile("\\d{6}[-+A]\\d{3}[0-9A-Z]");
    private static final Pattern SWEDISH = Pattern.compile("\\d{6}[-+]\\d{4}");
    private static final Pattern ITALIAN =
            Pattern.compile("[A-Z]{6}\\d{2}[ABCDEHLMPRST]\\d{2}[A-Z]\\d{3}[A-Z]");
    private static final Pattern BRITISH =
            Pattern.compile("(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z]{2}\\d{6}[A-D]");

    private NationalIds() {}

    private static boolean matches(Pattern pattern, String text) {
        return pattern.matcher(text).matches();
    }

    static boolean isValid(String text) {
        String bare = text.replace(" ", "");
        if (matches(AMERICAN, bare)) {
            return american(bare);
        }
        if (matches(BRAZILIAN, bare)) {
            return brazilian(bare.replaceAll("[.-]", ""));
        }
        if (bare.startsWith("756.")) {
            return swiss(bare.replace(".", ""));
        }
        if (matches(ELEVEN_DIGITS, bare)) {
            return german(bare) || polish(bare) || norwegian(bare);
        }
        if (matches(FRENCH, bare)) {
            return french(bare);
        }
        if (matches(SPANISH, bare)) {
            int number = Integer.parseInt(bare.substring(0, 8));
            return SPANISH_LETTERS.charAt(number % 23) == bare.charAt(bare.length() - 1);
        }
        if (matches(FINNISH, bare)) {
            return finnish(bare) || swedish(bare);
        }
        if (matches(SWEDISH, bare)) {
            return swedish(bare);
        }
        return matches(ITALIAN, bare) || matches(BRITISH, bare);
    }

    /** The ranges of the Social Security Administration. */
    private static boolean american(String number) {
        String area = number.substring(0, 3);
        return !area.equals("000")
                && !area.equals("666")
                && area.charAt(0) != '9'
                && !number.startsWith("00", 4)
                && !number.endsWith("0000");
    }

    private static boolean brazilian(String digits) {
        return digits.chars().distinct().count() > 1
                && weighted(digits, 9, 10) == digit(digits, 9)
                && weighted(digits, 10, 11) == digit(digits, 10);
    }

    private static int weighted(String digits, int count, int firstWeight) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += digit(digits, i) * (firstWeight - i);
        }
        int rest = sum * 10 % 11;
        return rest == 10 ? 0 : rest;
    }

    /** EAN-13. */
    private static boolean swiss(String digits) {
        int sum = 0;
        for (int i = 0; i < 13; i++) {
            sum += digit(digits, i) * (i % 2 == 0 ? 1 : 3);
        }
        return sum % 10 == 0;
    }

    /** Tax identification number: ISO 7064, mod 11,10; one digit occurs twice or three times. */
    private static boolean german(String digits) {
        if (digits.charAt(0) == '0' || digits.substring(0, 10).chars().distinct().count() > 9) {
            return false;
        }
        int product = 10;
        for (int i = 0; i < 10; i++) {
            int sum = (digit(digits, i) + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return digits.substring(0, 10).chars().distinct().count() >= 8
                && (11 - product) % 10 == digit(digits, 10);
    }

    private static boolean polish(String digits) {
        int[] weights = {1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1};
        int month = Integer.parseInt(digits.substring(2, 4)) % 20;
        int day = Integer.parseInt(digits.substring(4, 6));
        return month >= 1 && month <= 12 && day >= 1 && day <= 31 && sum(digits, weights) % 10 == 0;
    }

    private static boolean norwegian(String digits) {
        int day = Integer.parseInt(digits.substring(0, 2));
        int month = Integer.parseInt(digits.substring(2, 4));
        return day >= 1
                && day <= 31
                && month >= 1
                && month <= 12
                && sum(digits, new int[] {3, 7, 6, 1, 8, 9, 4, 5, 2, 1, 0}) % 11 == 0
                && sum(digits, new int[] {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0;
    }

    private static int sum(String digits, int[] weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += digit(digits, i) * weights[i];
        }
        return sum;
    }

    private static boolean french(String number) {
        String digits = number.toUpperCase(Locale.ROOT).replace("2A", "19").replace("2B", "18");
        long first = Long.parseLong(digits.substring(0, 13));
        return 97 - first % 97 == Long.parseLong(digits.substring(13));
    }

    private static boolean finnish(String number) {
        long digits = Long.parseLong(number.substring(0, 6) + number.substring(7, 10));
        return FINNISH_SIGNS.charAt((int) (digits % 31)) == number.charAt(10);
    }

    private static boolean swedish(String number) {
        return matches(SWEDISH, number)
                && CardNumber.hasLuhnCheckDigit(number.substring(0, 6) + number.substring(7));
    }

    private static int digit(String digits, int index) {
        return digits.charAt(index) - '0';
    }
}
