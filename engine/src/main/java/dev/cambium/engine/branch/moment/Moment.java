package dev.cambium.engine.branch.moment;

import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.operation.Refusal.Kind;
import dev.cambium.engine.page.Lsn;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/** A moment of a branch as people say it; {@code Moments} finds the point that it stands for. */
public sealed interface Moment {

    /** The present. */
    Moment HEAD = new Head();

    /** The present, whatever it is when it is opened. */
    record Head() implements Moment {

        @Override
        public String toString() {
            return "head";
        }
    }

    /** A position in the WAL of the timeline that the branch is on now. */
    record AtLsn(Lsn lsn) implements Moment {

        @Override
        public String toString() {
            return lsn.toString();
        }
    }

    /** What a client saw that was connected to the branch then. */
    record AtTime(Instant time) implements Moment {

        @Override
        public String toString() {
            return time.toString();
        }
    }

    /** An LSN, and what somebody may have meant as one. */
    Pattern LSN = Pattern.compile("[0-9A-Fa-f]+/[0-9A-Fa-f]+");

    /** RFC 3339, section 5.6, with a blank allowed for the T as its note says. */
    Pattern TIME =
            Pattern.compile(
                    "\\d{4}-\\d{2}-\\d{2}[Tt ]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(?<zone>[Zz]|[+-]\\d{2}:\\d{2})?");

    /** Something that begins as a date and so was meant as a time. */
    Pattern LIKE_A_TIME = Pattern.compile("\\d{4}-\\d{1,2}-\\d{1,2}.*");

    /**
     * Reads what people write: {@code head}, an LSN such as {@code 0/1A2B3C8}, or a time of RFC
     * 3339 with its zone.
     *
     * @throws Refusal with a sentence about what is wrong with it
     */
    static Moment parse(String text) {
        String asked = text.strip();
        if (asked.toLowerCase(Locale.ROOT).equals("head")) {
            return HEAD;
        }
        if (LSN.matcher(asked).matches()) {
            return parseLsn(asked);
        }
        if (LIKE_A_TIME.matcher(asked).matches()) {
            return parseTime(asked);
        }
        throw wrong(
                "'%s' is no moment. Write head, an LSN such as 0/1A2B3C8, or a time with its zone such as %s."
                        .formatted(asked, example()));
    }

    /**
     * As {@link #parse}, for fields that take an LSN alone; null is the head.
     *
     * @param prefix of the fields' names, for the sentence, for example {@code parent_}; may be
     *     empty
     */
    static Moment ofFields(@Nullable String lsn, @Nullable String time, String prefix) {
        if (lsn != null && time != null) {
            throw wrong(
                    "%slsn and %stimestamp cannot be given together: each names a moment."
                            .formatted(prefix, prefix));
        }
        if (lsn != null) {
            if (!LSN.matcher(lsn.strip()).matches()) {
                throw wrong(
                        "'%s' is no moment: %slsn takes an LSN such as 0/1A2B3C8."
                                .formatted(lsn, prefix));
            }
            return parseLsn(lsn.strip());
        }
        if (time != null) {
            if (!LIKE_A_TIME.matcher(time.strip()).matches()) {
                throw wrong(
                        "'%s' is no moment: %stimestamp takes a time with its zone such as %s."
                                .formatted(time, prefix, example()));
            }
            return parseTime(time.strip());
        }
        return HEAD;
    }

    private static AtLsn parseLsn(String text) {
        Lsn lsn;
        try {
            lsn = Lsn.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong(
                    "'%s' is not an LSN: each side of the slash has one to eight hexadecimal digits, as in 0/1A2B3C8."
                            .formatted(text));
        }
        if (lsn.equals(Lsn.ZERO)) {
            throw wrong("The LSN 0/0 means none: no branch has been there.");
        }
        return new AtLsn(lsn);
    }

    private static AtTime parseTime(String text) {
        var matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw wrong(
                    "'%s' is not a whole time. Write date, time to the second and zone, such as %s."
                            .formatted(text, example()));
        }
        String uniform = text.replace(' ', 'T').toUpperCase(Locale.ROOT);
        try {
            if (matcher.group("zone") == null) {
                var here = ZonedDateTime.of(localTime(uniform), ZoneId.systemDefault());
                throw wrong(
                        "'%s' has no zone, so it may mean many moments. If it is this computer's time, write %s; in UTC, write %sZ."
                                .formatted(
                                        text,
                                        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(here),
                                        uniform));
            }
            return new AtTime(OffsetDateTime.parse(uniform).toInstant());
        } catch (DateTimeException e) {
            throw wrong(
                    "'%s' is not a time: the calendar or the clock has no such.".formatted(text));
        }
    }

    private static LocalDateTime localTime(String text) {
        return LocalDateTime.parse(text);
    }

    private static String example() {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                OffsetDateTime.now(ZoneId.systemDefault())
                        .minusHours(1)
                        .truncatedTo(ChronoUnit.SECONDS));
    }

    private static Refusal wrong(String sentence) {
        return new Refusal(Kind.INVALID, "BAD_MOMENT", sentence);
    }
}
