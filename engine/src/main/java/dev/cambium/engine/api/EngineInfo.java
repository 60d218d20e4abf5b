package dev.cambium.engine.api;

import java.time.Instant;

/**
 * The running engine.
 *
 * @param volume {@code layers} or {@code copy}
 * @param volumeReason one sentence: why that volume is in use
 * @param routerPort where any branch is reached as {@code dbname@branch}
 */
public record EngineInfo(
        long pid,
        String version,
        String home,
        String apiUrl,
        String postgresVersion,
        String volume,
        String volumeReason,
        int routerPort,
        Instant startedAt) {}
