package dev.cambium.engine.catalog;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;

import java.time.Instant;

/**
 * Where a branch left its parent.
 *
 * @param timeline the timeline of the parent at that moment
 * @param lsn the first position that is no longer shared
 * @param time the moment it stands for
 */
public record ParentPoint(TimelineId timeline, Lsn lsn, Instant time) {}
