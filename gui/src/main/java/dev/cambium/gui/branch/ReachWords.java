package dev.cambium.gui.branch;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.MomentRange;
import dev.cambium.gui.l10n.Figures;
import dev.cambium.gui.l10n.Text;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says which moments of a branch can be opened, and why one cannot. */
public final class ReachWords {

    /** Times are told to the second. */
    private static final Duration GAP = Duration.ofSeconds(1);

    private ReachWords() {}

    /** Empty for no branch. */
    public static String of(@Nullable Branch branch) {
        if (branch == null) {
            return "";
        }
        MomentRange range = branch.cambium().history();
        if (range == null) {
            return Text.get("new-branch.reach.none", branch.name());
        }
        String reach =
                Text.get(
                        "new-branch.reach",
                        Figures.toTheSecond(range.fromTime()),
                        range.fromLsn(),
                        range.toLsn());
        return range.earlier().isEmpty()
                ? reach
                : Text.get(
                        "new-branch.reach.earlier",
                        reach,
                        joined(range.earlier()).stream()
                                .map(
                                        span ->
                                                Text.get(
                                                        "new-branch.reach.span",
                                                        Figures.toTheSecond(span.fromTime()),
                                                        Figures.toTheSecond(span.toTime())))
                                .collect(Collectors.joining(", ")));
    }

    /**
     * A reset ends one span and begins the next: where nobody can tell them apart, they are one.
     */
    private static List<MomentRange.Span> joined(List<MomentRange.Span> spans) {
        List<MomentRange.Span> joined = new ArrayList<>();
        for (MomentRange.Span span : spans) {
            MomentRange.Span last = joined.isEmpty() ? null : joined.getLast();
            if (last != null && !span.fromTime().isAfter(last.toTime().plus(GAP))) {
                joined.set(joined.size() - 1, new MomentRange.Span(last.fromTime(), span.toTime()));
            } else {
                joined.add(span);
            }
        }
        return joined;
    }

    /**
     * Empty if a moment can be opened, as far as was told last, or is the present. What came after
     * that the engine alone can judge.
     */
    public static String problem(@Nullable Branch branch, @Nullable PickedMoment moment) {
        if (branch == null || moment == null) {
            return "";
        }
        MomentRange range = branch.cambium().history();
        return range != null && isBefore(range, moment.asked())
                ? Text.get("new-branch.moment.outside", branch.name())
                : "";
    }

    private static boolean isBefore(MomentRange range, String asked) {
        if (asked.contains("/")) {
            return Long.compareUnsigned(lsn(asked), lsn(range.fromLsn())) < 0;
        }
        try {
            Instant time = OffsetDateTime.parse(asked).toInstant();
            return time.isBefore(range.fromTime())
                    && range.earlier().stream()
                            .noneMatch(
                                    span ->
                                            !time.isBefore(span.fromTime())
                                                    && !time.isAfter(span.toTime()));
        } catch (DateTimeParseException e) {
            return false; // the engine knows more ways to write one
        }
    }

    private static long lsn(String text) {
        String[] halves = text.split("/", 2);
        return (Long.parseLong(halves[0], 16) << 32) | Long.parseLong(halves[1], 16);
    }
}
