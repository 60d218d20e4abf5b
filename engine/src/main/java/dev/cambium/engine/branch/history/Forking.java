package dev.cambium.engine.branch.history;

import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.retention.Lease;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.page.TimelineId;

import java.io.IOException;

/** Opens moments of branches as new timelines. Thread-safe. */
public final class Forking {

    private final EngineParts parts;
    private final History history;

    public Forking(EngineParts parts, History history) {
        this.parts = parts;
        this.history = history;
    }

    /**
     * Makes a timeline with the content that a branch has now; durable when this returns.
     *
     * @return to be closed when the outcome is written
     */
    public Opened fork(Branch parent, TimelineId child) throws IOException {
        return fork(history.present(parent), child);
    }

    /**
     * Makes a timeline with the content of a leased point; durable when this returns.
     *
     * @param from closed when this fails, and else by closing what is returned
     */
    public Opened fork(Lease from, TimelineId child) throws IOException {
        boolean opened = false;
        try {
            from.open(parts.opening(), child);
            opened = true;
            return new Opened(from.point(), from);
        } finally {
            if (!opened) {
                from.close();
            }
        }
    }
}
