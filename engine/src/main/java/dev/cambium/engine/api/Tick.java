package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A mark on a branch's line through time, from the journal.
 *
 * @param kind {@code wal} (it wrote {@code walBytes} since the tick before), {@code created},
 *     {@code reset}, {@code import}, {@code deleted}
 */
public record Tick(
        String branchId,
        Instant time,
        @Nullable String lsn,
        String kind,
        long walBytes,
        String message) {}
