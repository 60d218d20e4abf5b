package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Something that happened, as the event stream tells it. Whoever shows a list reads it anew when an
 * event names it; events carry no state of their own but progress.
 *
 * @param sequence grows by one with each event of an engine's life
 * @param kind for example {@code branch.created}, {@code branch.reset}, {@code branch.deleted},
 *     {@code compute.running}, {@code compute.crashed}, {@code operation.running}, {@code
 *     operation.progress}, {@code operation.finished}, {@code operation.failed}, {@code
 *     wal.written}; {@code stream.opened} begins each stream
 * @param message one line for people
 * @param progress between 0 and 1 for {@code operation.progress}; null when unknown
 */
public record EngineEvent(
        long sequence,
        Instant time,
        String kind,
        @Nullable String projectId,
        @Nullable String branchId,
        @Nullable String operationId,
        String message,
        @Nullable Double progress) {}
