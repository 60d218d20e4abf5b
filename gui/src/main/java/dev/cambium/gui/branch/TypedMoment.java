package dev.cambium.gui.branch;

import dev.cambium.gui.l10n.Text;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads a moment as it is typed.
 *
 * @param asked what to ask the engine for; empty when it cannot be read
 * @param problem what is wrong with it, in a sentence; empty when nothing is
 */
public record TypedMoment(String asked, String problem) {

    /** As the present is asked for. */
    public static final String HEAD = "head";

    private static final Pattern LSN = Pattern.compile("[0-9A-Fa-f]{1,8}/[0-9A-Fa-f]{1,8}");
    private static final Pattern ZONE = Pattern.compile(".*([zZ]|[+-]\\d{2}:\\d{2})$");
    private static final Pattern TO_THE_MINUTE =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}");

    /**
     * A time of RFC 3339, also with a blank for its T; without a zone it is this computer's,
     * because that is how the window writes times everywhere.
     */
    public static TypedMoment time(String typed, ZoneId zone) {
        String text = typed.strip();
        if (isNow(text)) {
            return new TypedMoment(HEAD, "");
        }
        String uniform = text.replaceFirst("^(\\S+) +(\\d)", "$1T$2").toUpperCase(Locale.ROOT);
        if (TO_THE_MINUTE.matcher(uniform).matches()) {
            uniform += ":00";
        }
        try {
            OffsetDateTime time =
                    ZONE.matcher(uniform).matches()
                            ? OffsetDateTime.parse(uniform)
                            : LocalDateTime.parse(uniform).atZone(zone).toOffsetDateTime();
            return new TypedMoment(time.toInstant().toString(), "");
        } catch (DateTimeException e) {
            return new TypedMoment("", Text.get("moment.typed.time", text, example(zone)));
        }
    }

    public static TypedMoment lsn(String typed) {
        String text = typed.strip();
        if (isNow(text)) {
            return new TypedMoment(HEAD, "");
        }
        return LSN.matcher(text).matches()
                ? new TypedMoment(text.toUpperCase(Locale.ROOT), "")
                : new TypedMoment("", Text.get("moment.typed.lsn", text));
    }

    /** An empty box stands for the present, as it is empty while the playhead is there. */
    private static boolean isNow(String text) {
        return text.isEmpty()
                || text.equalsIgnoreCase(HEAD)
                || text.equalsIgnoreCase(Text.get("graph.now"));
    }

    private static String example(ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                OffsetDateTime.now(zone).minusHours(1).truncatedTo(ChronoUnit.SECONDS));
    }
}
