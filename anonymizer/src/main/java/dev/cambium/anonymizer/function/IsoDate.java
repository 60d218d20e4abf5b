package dev.cambium.anonymizer.function;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * Days as {@code 2001-02-03}. A formatter does the same for every format there may be, which took a
 * fifth of the time of masking a row with one date.
 */
public final class IsoDate {

    private static final int LENGTH = 10;

    private IsoDate() {}

    /**
     * Reads a day; one that has not four digits of a year is read the slow way.
     *
     * @throws DateTimeException if it is none
     */
    public static LocalDate of(String text) {
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, LENGTH);
        boolean plain =
                text.length() == LENGTH
                        && (year | month | day) >= 0
                        && text.charAt(4) == '-'
                        && text.charAt(7) == '-';
        return plain ? LocalDate.of(year, month, day) : LocalDate.parse(text);
    }

    /** Digits from one place to another; negative if there is something else. */
    private static int number(String text, int from, int to) {
        if (text.length() < to) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    /** Writes a day of a year with four digits at most, and of our time. */
    public static String text(LocalDate date) {
        byte[] text = new byte[LENGTH];
        put(text, 0, 4, date.getYear());
        text[4] = '-';
        put(text, 5, 2, date.getMonthValue());
        text[7] = '-';
        put(text, 8, 2, date.getDayOfMonth());
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void put(byte[] text, int at, int digits, int number) {
        int left = number;
        for (int i = at + digits - 1; i >= at; i--) {
            text[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }
}
