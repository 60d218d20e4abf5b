package dev.cambium.gui.l10n;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** How sizes, moments and durations are written. Times are in the machine's zone. */
public final class Figures {

    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB"};
    private static final DateTimeFormatter EXACT = pattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final DateTimeFormatter TO_THE_MILLI = pattern("yyyy-MM-dd HH:mm:ss.SSSXXX");
    private static final DateTimeFormatter TO_THE_MICRO = pattern("yyyy-MM-dd HH:mm:ss.SSSSSSXXX");
    private static final DateTimeFormatter TO_THE_MINUTE = pattern("d MMM, HH:mm");
    private static final DateTimeFormatter CLOCK = pattern("HH:mm:ss");

    private Figures() {}

    private static DateTimeFormatter pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    /** Bytes in steps of 1,024, as Postgres counts them: {@code 640 KB}, {@code 2.1 GB}. */
    public static String size(long bytes) {
        double value = Math.max(0, bytes);
        int unit = 0;
        while (value >= 1023.5 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        boolean oneDecimal = unit >= 2 && value < 9.95;
        String number = String.format(Locale.ROOT, oneDecimal ? "%.1f" : "%.0f", value);
        return (number.endsWith(".0") ? number.substring(0, number.length() - 2) : number)
                + " "
                + UNITS[unit];
    }

    /** A moment to the millisecond: {@code 2026-11-20 11:42:07.318}. */
    public static String exact(Instant moment) {
        return EXACT.format(moment.atZone(ZoneId.systemDefault()));
    }

    /** A moment to the second: {@code 2026-11-20 11:42:07}. */
    public static String toTheSecond(Instant moment) {
        return EXACT.format(moment.atZone(ZoneId.systemDefault())).substring(0, 19);
    }

    /** A moment for reading: {@code 20 Nov, 11:42}. */
    public static String moment(Instant moment) {
        return TO_THE_MINUTE.format(moment.atZone(ZoneId.systemDefault()));
    }

    /** The time of day: {@code 11:42:07}. */
    public static String clock(Instant moment) {
        return CLOCK.format(moment.atZone(ZoneId.systemDefault()));
    }

    /** How long ago, in one unit: {@code just now}, {@code 5 min ago}, {@code 3 days ago}. */
    public static String ago(Instant moment, Instant now) {
        long seconds = Math.max(0, Duration.between(moment, now).toSeconds());
        if (seconds < 10) {
            return Text.get("ago.now");
        } else if (seconds < 60) {
            return Text.get("ago.seconds", seconds);
        } else if (seconds < 3600) {
            return Text.get("ago.minutes", seconds / 60);
        } else if (seconds < 2 * 86_400) {
            return Text.get("ago.hours", seconds / 3600);
        }
        return Text.get("ago.days", seconds / 86_400);
    }

    /** How long ago, in two units: {@code 2 min 13 s ago}, {@code 3 days 4 h ago}. */
    public static String exactlyAgo(Instant moment, Instant now) {
        long seconds = Math.max(0, Duration.between(moment, now).toSeconds());
        long days = seconds / 86_400;
        if (days >= 2) {
            return Text.get("ago.days-hours", days, seconds / 3600 % 24);
        }
        return seconds < 60
                ? Text.get("ago.seconds", seconds)
                : Text.get("ago.exactly", duration(Duration.ofSeconds(seconds)));
    }

    /**
     * A moment as RFC 3339 writes it, to the microsecond that Postgres counts in, with a blank and
     * this computer's zone: {@code 2026-11-20 11:42:07.318+01:00}.
     */
    public static String rfc3339(Instant moment) {
        boolean micros = !moment.equals(moment.truncatedTo(ChronoUnit.MILLIS));
        return (micros ? TO_THE_MICRO : TO_THE_MILLI).format(moment.atZone(ZoneId.systemDefault()));
    }

    /** A duration in at most two units: {@code 12 ms}, {@code 1.3 s}, {@code 2 min 5 s}. */
    public static String duration(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 1000) {
            return millis + " ms";
        } else if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        } else if (millis < 3_600_000) {
            return units(millis / 60_000, "min", millis / 1000 % 60, "s");
        }
        return units(millis / 3_600_000, "h", millis / 60_000 % 60, "min");
    }

    /** Without the smaller unit when there is nothing of it: five minutes are just that. */
    private static String units(long large, String largeUnit, long small, String smallUnit) {
        String begin = large + " " + largeUnit;
        return small == 0 ? begin : begin + " " + small + " " + smallUnit;
    }
}
