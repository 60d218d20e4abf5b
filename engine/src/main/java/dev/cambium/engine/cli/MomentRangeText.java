package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.MomentRange;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Says how far back a branch can be asked for; the first times are rounded up. */
final class MomentRangeText {

    private MomentRangeText() {}

    static String of(Branch branch) {
        MomentRange range = branch.cambium().history();
        if (range == null) {
            return "Only the present of %s can be opened.".formatted(branch.name());
        }
        StringBuilder text =
                new StringBuilder(
                        "%s can be opened from %s (%s) to %s (%s)."
                                .formatted(
                                        branch.name(),
                                        range.fromLsn(),
                                        readable(range.fromTime().plusNanos(999_999)),
                                        range.toLsn(),
                                        readable(range.toTime())));
        for (MomentRange.Span span : range.earlier()) {
            text.append(
                    " What it held before can be asked for by a time from %s to %s."
                            .formatted(
                                    readable(span.fromTime().plusNanos(999_999)),
                                    readable(span.toTime())));
        }
        return text.toString();
    }

    /** In a form that can be typed after an @. */
    private static String readable(Instant time) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                time.truncatedTo(ChronoUnit.MILLIS).atZone(ZoneId.systemDefault()));
    }
}
