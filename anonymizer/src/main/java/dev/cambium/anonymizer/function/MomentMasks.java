package dev.cambium.anonymizer.function;

import dev.cambium.anonymizer.column.TypeFamily;
import dev.cambium.anonymizer.mask.KeyedHash;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;

/**
 * Masks for dates and timestamps in ISO style. Infinity stays. The time of day stays unless it is
 * said otherwise.
 */
final class MomentMasks {

    private static final int ISO_DATE_LENGTH = 10;
    private static final int DAYS_MAX = 36_500;
    private static final int YEAR_MAX_OF_FOUR_DIGITS = 9_999;

    private MomentMasks() {}

    /**
     * Moves by up to some days, never by none: all of one entity by as many, so that what lies
     * between two of its moments stays.
     */
    static Mask shift(MaskContext context) {
        int days = context.arguments().whole("days", 30, 1, DAYS_MAX);
        KeyedHash hash = context.hash("date shift");
        int entity =
                context.arguments().has("entity")
                        ? context.indexOf(context.arguments().text("entity"))
                        : -1;
        return (value, row) -> {
            String who = entity < 0 ? value : row.source(entity);
            long bits = hash.of(who == null ? value : who);
            long moved = Long.remainderUnsigned(bits >>> 1, days) + 1;
            return withDate(value, date -> date.plusDays((bits & 1) == 0 ? moved : -moved));
        };
    }

    /** The first day of its month, year or decade; of a timestamp also midnight. */
    static Mask bucket(MaskContext context) {
        String unit = context.arguments().text("unit", "year").toLowerCase(Locale.ROOT);
        boolean withTime = context.type().family() == TypeFamily.TIMESTAMP;
        return (value, row) -> {
            String first =
                    withDate(
                            value,
                            date ->
                                    switch (unit) {
                                        case "day" -> date;
                                        case "month" -> date.withDayOfMonth(1);
                                        case "decade" ->
                                                date.withDayOfYear(1)
                                                        .withYear(date.getYear() / 10 * 10);
                                        default -> date.withDayOfYear(1);
                                    });
            if (first == null || !withTime || first.length() <= ISO_DATE_LENGTH) {
                return first;
            }
            return first.substring(0, ISO_DATE_LENGTH);
        };
    }

    /** A day between two, with the time of day that was. */
    static Mask between(MaskContext context) {
        LocalDate from = date(context, "from", "1950-01-01");
        LocalDate to = date(context, "to", "2005-12-31");
        long days = to.toEpochDay() - from.toEpochDay() + 1;
        if (days < 1) {
            throw new InvalidRuleException(
                    "Function date_between needs 'from' before 'to': %s is behind %s."
                            .formatted(from, to));
        }
        KeyedHash hash = context.hash("date between");
        return (value, row) ->
                withDate(
                        value, date -> from.plusDays(Long.remainderUnsigned(hash.of(value), days)));
    }

    private static LocalDate date(MaskContext context, String name, String otherwise) {
        String value = context.arguments().text(name, otherwise);
        try {
            return LocalDate.parse(value);
        } catch (DateTimeException e) {
            InvalidRuleException invalid =
                    new InvalidRuleException(
                            "'%s' is a date such as 1990-01-31, not '%s'.".formatted(name, value));
            invalid.initCause(e);
            throw invalid;
        }
    }

    private interface DateChange {
        LocalDate of(LocalDate date);
    }

    /**
     * The value with another date in front. What cannot be read, such as years beyond 9999 or
     * before our time, is not kept either: it becomes NULL.
     */
    private static @Nullable String withDate(String value, DateChange change) {
        if (value.endsWith("infinity")) {
            return value;
        }
        if (value.length() < ISO_DATE_LENGTH || value.endsWith("BC")) {
            return null;
        }
        try {
            LocalDate date =
                    LocalDate.of(
                            Integer.parseInt(value, 0, 4, 10),
                            Integer.parseInt(value, 5, 7, 10),
                            Integer.parseInt(value, 8, ISO_DATE_LENGTH, 10));
            LocalDate changed = change.of(date);
            return written(changed) + value.substring(ISO_DATE_LENGTH);
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }

    private static String written(LocalDate date) {
        boolean plain = date.getYear() > 0 && date.getYear() <= YEAR_MAX_OF_FOUR_DIGITS;
        return plain ? IsoDate.text(date) : date.toString();
    }
}
