package dev.cambium.engine.branch.history;

import dev.cambium.engine.page.Lsn;

import java.time.Instant;

/**
 * Which moments of a timeline can be opened now. All four bounds are inclusive.
 *
 * @param from the end of its oldest image, but not before it left its parent
 * @param fromTime a time that surely resolves to {@code from} or later
 * @param to the end of its WAL
 * @param toTime now
 */
public record Reach(Lsn from, Instant fromTime, Lsn to, Instant toTime) {

    boolean contains(Lsn lsn) {
        return !lsn.isBefore(from) && !lsn.isAfter(to);
    }
}
