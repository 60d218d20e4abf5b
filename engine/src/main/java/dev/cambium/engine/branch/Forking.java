package dev.cambium.engine.branch;

import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.page.TimelineId;

import java.io.IOException;

/** Opens the present of a branch as a new timeline. Thread-safe. */
final class Forking {

    private final EngineParts parts;
    private final History history;

    Forking(EngineParts parts, History history) {
        this.parts = parts;
        this.history = history;
    }

    /**
     * Makes a timeline with the content that a branch has now; durable when this returns.
     *
     * @return to be closed when the outcome is written
     */
    Opened fork(Branch parent, TimelineId child) throws IOException {
        Lease present = history.present(parent);
        boolean opened = false;
        try {
            parts.opening().open(present.image(), present.lsn(), child);
            opened = true;
            return new Opened(present.point(), present);
        } finally {
            if (!opened) {
                present.close();
            }
        }
    }
}
