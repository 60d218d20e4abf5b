package dev.cambium.engine.branch.operation;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * Something that clients want to hear of at once.
 *
 * @param kind for example {@code branch.created}, {@code compute.running}, {@code
 *     operation.progress}
 * @param message one line for people
 * @param progress between 0 and 1; null when unknown or not a progress
 */
public record Happening(
        String kind,
        @Nullable String projectId,
        @Nullable String branchId,
        @Nullable UUID operationId,
        String message,
        @Nullable Double progress) {}
