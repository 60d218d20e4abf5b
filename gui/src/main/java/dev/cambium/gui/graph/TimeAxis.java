package dev.cambium.gui.graph;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Chooses the grid lines of a stretch of time: round moments, never crowded. */
public final class TimeAxis {

    private static final long DAY = 86_400;

    /** Steps in seconds that people count in. */
    private static final long[] STEPS = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, DAY,
        2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 91 * DAY, 182 * DAY, 364 * DAY
    };

    /** About the distance in the drawing that the window follows. */
    private static final double LEAST_GAP = 80;

    private static final DateTimeFormatter SECONDS = format("HH:mm:ss");
    private static final DateTimeFormatter MINUTES = format("HH:mm");
    private static final DateTimeFormatter DAYS = format("d MMM");
    private static final DateTimeFormatter YEARS = format("d MMM yyyy");

    /**
     * A grid line.
     *
     * @param day whether a day begins here
     */
    public record Mark(Instant moment, double x, String label, boolean day) {}

    private TimeAxis() {}

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    public static List<Mark> marks(TimeScale scale, double left, double right, ZoneId zone) {
        long step = step(scale);
        Instant first = scale.time(left);
        Instant last = scale.time(right);
        List<Mark> marks = new ArrayList<>();
        ZonedDateTime at = firstMark(first, step, zone);
        while (!at.toInstant().isAfter(last)) {
            Instant moment = at.toInstant();
            boolean day = at.toLocalTime().toSecondOfDay() == 0;
            marks.add(new Mark(moment, scale.x(moment), label(at, step, day), day));
            at = step >= DAY ? at.plusDays(step / DAY) : at.plusSeconds(step);
        }
        return marks;
    }

    private static long step(TimeScale scale) {
        for (long step : STEPS) {
            if (step * 1000 * scale.pixelsPerMilli() >= LEAST_GAP) {
                return step;
            }
        }
        return STEPS[STEPS.length - 1];
    }

    /** Counts from midnight (or, for steps of days, from a Monday) so that marks stay put. */
    private static ZonedDateTime firstMark(Instant from, long step, ZoneId zone) {
        LocalDate day = from.atZone(zone).toLocalDate();
        if (step >= DAY) {
            long days = step / DAY;
            long monday = day.toEpochDay() + 3; // 1970-01-01 was a Thursday.
            LocalDate start = day.minusDays(Math.floorMod(monday, days));
            return start.atStartOfDay(zone);
        }
        ZonedDateTime midnight = day.atStartOfDay(zone);
        long since = from.getEpochSecond() - midnight.toEpochSecond();
        return midnight.plusSeconds((since + step - 1) / step * step);
    }

    private static String label(ZonedDateTime at, long step, boolean day) {
        if (step >= 182 * DAY) {
            return YEARS.format(at);
        } else if (day) {
            return DAYS.format(at);
        }
        return (step < 60 ? SECONDS : MINUTES).format(at);
    }
}
