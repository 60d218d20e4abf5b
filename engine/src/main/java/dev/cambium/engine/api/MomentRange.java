package dev.cambium.engine.api;

import java.time.Instant;
import java.util.List;

/**
 * Which moments of a branch can be opened now. All bounds are inclusive.
 *
 * @param fromLsn the first LSN that can be asked for
 * @param fromTime a time at or after it
 * @param toLsn the end of its WAL
 * @param toTime when this was asked
 * @param earlier times at which the branch had other content that is still kept, oldest first;
 *     those can be asked for by time alone
 */
public record MomentRange(
        String fromLsn, Instant fromTime, String toLsn, Instant toTime, List<Span> earlier) {

    /** A stretch of time. */
    public record Span(Instant fromTime, Instant toTime) {}
}
