package dev.cambium.engine.catalog;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;

import java.time.Instant;

/**
 * A seal that a point can be opened from.
 *
 * @param redo where recovery begins, from the image's own pg_control
 * @param end the end of the last complete record when it was sealed; a point lies at or after it
 * @param lastRecordStart the start of that last record
 */
public record Image(
        SealId seal,
        TimelineId timeline,
        ImageKind kind,
        Lsn redo,
        Lsn end,
        Lsn lastRecordStart,
        Instant createdAt) {}
