package dev.cambium.gui.session;

import org.jspecify.annotations.Nullable;

/**
 * Where SQL is sent.
 *
 * @param at a moment as the API takes it, an LSN or a time; null means the present
 * @param database null means the branch's default one
 * @param guarded whether the server shall refuse to change data unless that was agreed to
 */
public record SqlTarget(
        String projectId,
        String branchId,
        @Nullable String at,
        @Nullable String database,
        boolean guarded) {}
