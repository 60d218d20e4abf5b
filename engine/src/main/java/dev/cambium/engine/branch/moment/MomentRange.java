package dev.cambium.engine.branch.moment;

import dev.cambium.engine.page.Lsn;

import java.time.Instant;
import java.util.List;

/**
 * Which moments of a branch can be opened now. All bounds are inclusive.
 *
 * @param from the first LSN of the timeline it is on now
 * @param fromTime a time at or after it
 * @param to the end of its WAL
 * @param toTime now
 * @param earlier times at which it had other content that is still kept, oldest first
 */
public record MomentRange(Lsn from, Instant fromTime, Lsn to, Instant toTime, List<Span> earlier) {

    /** A stretch of time, in which it may have had one content after another. */
    public record Span(Instant fromTime, Instant toTime) {}
}
