package dev.cambium.engine.timeline;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;

/**
 * A moment of a timeline. Parents and children use the same LSNs with different content, so an LSN
 * means something only together with its timeline.
 */
public record Point(TimelineId timeline, Lsn lsn) {

    @Override
    public String toString() {
        return timeline + "@" + lsn;
    }
}
