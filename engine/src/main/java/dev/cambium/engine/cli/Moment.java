package dev.cambium.engine.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as tables show them: this computer's zone, to the second. */
final class Moment {

    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneId.systemDefault());

    private Moment() {}

    static String local(Instant time) {
        return FORM.format(time);
    }
}
