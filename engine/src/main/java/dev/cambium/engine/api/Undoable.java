package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Something that was done and can be undone.
 *
 * @param operationId names it
 * @param action for example {@code reset_branch}
 * @param title as in "undo the …", for example {@code reset of 'dev' from 'main'}
 * @param branchId the branch it was about
 * @param obstacle why it cannot be undone now; null if it can
 */
public record Undoable(
        String operationId,
        String action,
        String title,
        String branchId,
        Instant doneAt,
        @Nullable String obstacle) {}
