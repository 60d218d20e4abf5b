package dev.cambium.engine.branch.moment;

import dev.cambium.engine.branch.retention.Lease;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.timeline.Point;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A moment of a branch that was found, with the image it opens from, which stays until this is
 * closed.
 *
 * @param branch whose moment it is
 * @param asked what was asked for
 * @param lease holds the image; its LSN is where to open
 * @param time the moment it stands for: the time asked for; for an LSN, when the last transaction
 *     before it ended; for the head, now
 * @param roundedFrom the LSN asked for, if it lies inside a record; null if not
 * @param leftBehind commits stamped at or before the time asked for that are not part of it,
 *     because a later one was written before them
 */
public record Found(
        Branch branch,
        Moment asked,
        Lease lease,
        Instant time,
        @Nullable Lsn roundedFrom,
        long leftBehind)
        implements AutoCloseable {

    public Point point() {
        return lease.point();
    }

    /** The same without the lease, to be told. */
    public FoundMoment told() {
        return new FoundMoment(branch.name(), asked, point().lsn(), time, roundedFrom, leftBehind);
    }

    @Override
    public void close() {
        lease.close();
    }
}
