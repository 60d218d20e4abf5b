package dev.cambium.engine.api;

import java.time.Instant;
import java.util.List;

/**
 * The running engine.
 *
 * @param volume {@code layers} or {@code copy}
 * @param volumeReason one sentence: why that volume is in use
 * @param routerPort where any branch is reached as {@code dbname@branch}
 * @param openTo addresses of this computer at which other computers reach the branches; empty when
 *     only this one does
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
        List<String> openTo,
        Instant startedAt) {

    public EngineInfo {
        openTo = List.copyOf(openTo);
    }

    /** The same with the address of its API, which is known when it listens. */
    public EngineInfo at(String url) {
        return new EngineInfo(
                pid,
                version,
                home,
                url,
                postgresVersion,
                volume,
                volumeReason,
                routerPort,
                openTo,
                startedAt);
    }
}
