package dev.cambium.engine.wal.digest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as WAL has them: microseconds since 2000 in UTC. */
final class PostgresTime {

    static final long EPOCH_SECONDS = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

    private PostgresTime() {}

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(EPOCH_SECONDS).plus(micros, ChronoUnit.MICROS);
    }

    /** Rounded down; times out of reach become the nearest that can be told. */
    static long micros(Instant time) {
        long seconds = time.getEpochSecond() - EPOCH_SECONDS;
        long bounded = Math.clamp(seconds, Long.MIN_VALUE / 4_000_000, Long.MAX_VALUE / 4_000_000);
        return bounded * 1_000_000 + time.getNano() / 1_000;
    }
}
