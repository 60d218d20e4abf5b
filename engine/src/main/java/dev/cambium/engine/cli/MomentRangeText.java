package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.MomentRange;

/** Says how far back a branch can be asked for. */
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
                                        Moment.local(range.fromTime()),
                                        range.toLsn(),
                                        Moment.local(range.toTime())));
        for (MomentRange.Span span : range.earlier()) {
            text.append(
                    " What it held before can be asked for by a time from %s to %s."
                            .formatted(Moment.local(span.fromTime()), Moment.local(span.toTime())));
        }
        return text.toString();
    }
}
