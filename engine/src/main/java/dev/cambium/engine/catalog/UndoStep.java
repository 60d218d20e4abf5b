package dev.cambium.engine.catalog;

import dev.cambium.engine.page.TimelineId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a verb did, as far as it is needed to undo it.
 *
 * @param id that of the verb's operation
 * @param branchId the branch it was about
 * @param title what was done, as in "Undo …": for example {@code reset of 'dev' from 'main'}
 * @param undoneAt when it was undone; null if it was not
 * @param branches each branch that it changed
 */
public record UndoStep(
        UUID id,
        String projectId,
        String branchId,
        String action,
        String title,
        Instant doneAt,
        @Nullable Instant undoneAt,
        List<Touched> branches) {

    public UndoStep {
        branches = List.copyOf(branches);
    }

    /** The same, undone. */
    public UndoStep undone(Instant at) {
        return new UndoStep(id, projectId, branchId, action, title, doneAt, at, branches);
    }

    /** A branch that a verb changed. */
    public sealed interface Touched {

        String branchId();

        /** The timeline it was left on; null if it was deleted. */
        @Nullable TimelineId left();
    }

    /** One that the verb made, to be taken away again. */
    public record Made(String branchId, TimelineId timeline) implements Touched {

        @Override
        public TimelineId left() {
            return timeline;
        }
    }

    /**
     * How one was before.
     *
     * @param timeline the one it stood on
     */
    public record Before(
            String branchId,
            String name,
            @Nullable String parentId,
            @Nullable ParentPoint parentPoint,
            boolean isDefault,
            boolean isProtected,
            TimelineId timeline,
            @Nullable TimelineId left,
            @Nullable Instant lastResetAt,
            @Nullable Instant expiresAt,
            @Nullable Long ttlSeconds)
            implements Touched {}
}
