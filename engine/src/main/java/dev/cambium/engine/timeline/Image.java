package dev.cambium.engine.timeline;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;

import java.time.Instant;

/**
 * A seal that a point can be opened from.
 *
 * @param redo where recovery begins, from the image's own pg_control
 * @param end E: the end of the last complete record of WAL, read after the seal; of a rest, the end
 *     of its shutdown checkpoint
 * @param lastRecordStart the start of that record
 */
public record Image(
        SealId seal,
        TimelineId timeline,
        ImageKind kind,
        Lsn redo,
        Lsn end,
        Lsn lastRecordStart,
        Instant createdAt) {

    /** The same seal as the image of another timeline that has the same WAL up to its end. */
    public Image of(TimelineId other) {
        return new Image(seal, other, kind, redo, end, lastRecordStart, createdAt);
    }
}
