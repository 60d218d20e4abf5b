package dev.cambium.engine.branch.moment;

import dev.cambium.engine.page.Lsn;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What became of a moment that was asked for, to be told to people and programs.
 *
 * @param branchName the branch whose moment it is, by name
 * @param asked what was asked for
 * @param lsn where it lies in WAL
 * @param time the moment it stands for
 * @param roundedFrom the LSN asked for, if it lies inside a record; null if not
 * @param leftBehind commits stamped at or before the time asked for that are not part of it
 */
public record FoundMoment(
        String branchName,
        Moment asked,
        Lsn lsn,
        Instant time,
        @Nullable Lsn roundedFrom,
        long leftBehind) {

    /** In words: which moment, what was rounded, and what is not part of it. */
    public String words() {
        StringBuilder words = new StringBuilder(which());
        if (roundedFrom != null) {
            words.append(
                    " %s lies inside a record of WAL; %s is the place before that record."
                            .formatted(roundedFrom, lsn));
        }
        if (leftBehind > 0) {
            words.append(
                    leftBehind == 1
                            ? " 1 commit with an earlier time is not part of it, because a later one was written before it."
                            : " %,d commits with an earlier time are not part of it, because a later one was written before them."
                                    .formatted(leftBehind));
        }
        return words.toString();
    }

    /** As in "created from …": the branch, and the moment if it is not the present. */
    public String source() {
        return switch (asked) {
            case Moment.Head _ -> branchName;
            case Moment.AtTime _, Moment.AtLsn _ ->
                    "%s at %s (%s)".formatted(branchName, readable(time), lsn);
        };
    }

    private String which() {
        return switch (asked) {
            case Moment.Head _ ->
                    "%s as it is now, at %s (%s).".formatted(branchName, readable(time), lsn);
            case Moment.AtTime _ ->
                    "%s as it was at %s (%s).".formatted(branchName, readable(time), lsn);
            case Moment.AtLsn _ ->
                    "%s as it was at %s, when the last transaction before it ended at %s."
                            .formatted(branchName, lsn, readable(time));
        };
    }

    /** As {@link #readable}, but not before it: for the first time that can be asked for. */
    static String readableFrom(Instant time) {
        return readable(time.plusNanos(999_999));
    }

    /** To the millisecond, in UTC, in a form that can be asked for again. */
    public static String readable(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
