package dev.cambium.engine.branch;

import dev.cambium.engine.catalog.Timeline;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Instant;

/** Deletes for good what has been in the trash long enough. */
final class Trash {

    private static final Logger log = LoggerFactory.getLogger(Trash.class);

    private final EngineParts parts;

    private final Leases leases;

    Trash(EngineParts parts, Leases leases) {
        this.parts = parts;
        this.leases = leases;
    }

    /** Deletes what is due; what cannot be deleted now is tried again the next time. */
    synchronized void empty() {
        Instant now = parts.clock().instant();
        for (Timeline timeline : parts.catalog().timelines()) {
            Instant keepUntil = timeline.keepUntil();
            if (keepUntil != null && keepUntil.isBefore(now)) {
                delete(timeline);
            }
        }
    }

    /**
     * First its images, in the catalog and then as seals; then its files and its WAL; last its own
     * row. A kill in between leaves the row, so that the next time goes on with it.
     */
    private void delete(Timeline timeline) {
        try {
            if (!leases.removeAll(timeline.id())) {
                return; // someone is opening a moment of it
            }
            parts.opening().discard(timeline.id());
            parts.catalog().commit(change -> change.removeTimeline(timeline.id()));
        } catch (IOException | RuntimeException e) {
            log.warn("The trashed timeline {} could not be deleted", timeline.id(), e);
        }
    }
}
