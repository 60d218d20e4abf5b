package dev.cambium.engine.branch.history;

import java.time.Duration;

/**
 * How dense the past is kept. The figures behind the defaults are in docs/measurements.md; each can
 * be set by a system property of the engine, which tests use to see much happen in little time.
 *
 * @param sealBytes with so much WAL behind the last image, the next finished checkpoint is sealed
 * @param checkpointBytes with so much, a checkpoint is asked for
 * @param replayBytesMax thinning leaves no moment with more WAL than this to replay
 * @param restBytesMin a clean stop with less WAL than this behind the last image keeps none of its
 *     own
 * @param settleBytesMin a running branch that nobody writes to writes a checkpoint if it has more
 *     WAL than this to replay
 * @param look how often running branches are looked at
 * @param prune how often all branches are
 */
public record HistorySettings(
        long sealBytes,
        long checkpointBytes,
        long replayBytesMax,
        long restBytesMin,
        long settleBytesMin,
        Duration look,
        Duration prune) {

    private static final long MIB = 1L << 20;

    public static HistorySettings fromProperties() {
        return new HistorySettings(
                Long.getLong("cambium.history.sealBytes", 128 * MIB),
                Long.getLong("cambium.history.checkpointBytes", 192 * MIB),
                Long.getLong("cambium.history.replayBytesMax", 256 * MIB),
                Long.getLong("cambium.history.restBytesMin", 64 << 10),
                Long.getLong("cambium.history.settleBytesMin", 256 << 10),
                Duration.ofMillis(Long.getLong("cambium.history.lookMillis", 5_000)),
                Duration.ofMillis(Long.getLong("cambium.history.pruneMillis", 600_000)));
    }
}
