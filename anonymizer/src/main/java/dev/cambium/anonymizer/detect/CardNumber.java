package dev.cambium.anonymizer.detect;

/** The rules of payment card numbers: issuer, length and check digit (ISO/IEC 7812-1). */
public final class CardNumber {

    private static final int DIGITS_MIN = 12;
    private static final int DIGITS_MAX = 19;

    private CardNumber() {}

    /**
     * @param text digits, in groups or not
     */
    public static boolean isValid(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                kept.append(c);
            } else if (c != ' ' && c != '-') {
                return false;
            }
        }
        if (kept.length() < DIGITS_MIN || kept.length() > DIGITS_MAX) {
            return false;
        }
        String digits = kept.toString();
        return hasIssuer(digits) && hasLuhnCheckDigit(digits);
    }

    /** Every second digit from the right but one counts double, as the sum of its digits. */
    public static boolean hasLuhnCheckDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(digits.length() - 1 - i), 10);
            int weighted = i % 2 == 0 ? digit : 2 * digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }

    /** The ranges that card networks publish, with their lengths. */
    private static boolean hasIssuer(String digits) {
        int length = digits.length();
        int first2 = Integer.parseInt(digits.substring(0, 2));
        int first3 = Integer.parseInt(digits.substring(0, 3));
        int first4 = Integer.parseInt(digits.substring(0, 4));
        boolean visa = digits.charAt(0) == '4' && (length == 13 || length == 16 || length == 19);
        boolean mastercard =
                length == 16 && (isWithin(first2, 51, 55) || isWithin(first4, 2221, 2720));
        boolean amex = length == 15 && (first2 == 34 || first2 == 37);
        boolean diners =
                length >= 14
                        && (isWithin(first3, 300, 305) || first2 == 36 || isWithin(first2, 38, 39));
        boolean discover =
                length >= 16 && (first4 == 6011 || isWithin(first3, 644, 649) || first2 == 65);
        boolean jcb = length >= 16 && isWithin(first4, 3528, 3589);
        boolean unionPay = length >= 16 && first2 == 62;
        boolean maestro = first2 == 50 || isWithin(first2, 56, 58) || first2 == 63 || first2 == 67;
        return visa || mastercard || amex || diners || discover || jcb || unionPay || maestro;
    }

    private static boolean isWithin(int number, int low, int high) {
        return number >= low && number <= high;
    }
}
