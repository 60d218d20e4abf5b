package dev.cambium.engine.branch.history;

import dev.cambium.engine.branch.retention.Lease;
import dev.cambium.engine.catalog.Change;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Point;

/**
 * A timeline that was opened and is not noted yet.
 *
 * @param point where it left its parent
 * @param image the first image it will have
 */
public record Opened(Point point, Lease image) implements AutoCloseable {

    /** To be part of the outcome, behind the timeline itself. */
    public void note(Change change, TimelineId opened) {
        image.birth(change, opened);
    }

    /** To be called when the outcome is written, or will never be. */
    @Override
    public void close() {
        image.close();
    }
}
