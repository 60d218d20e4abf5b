package dev.cambium.engine.server;

import dev.cambium.engine.api.EngineException;

import java.util.function.LongSupplier;

/**
 * How many calls are answered: a bucket that fills at {@link #PER_SECOND} and holds {@link #BURST},
 * so that a program gone wild is told so instead of keeping the engine from its work. Thread-safe.
 */
final class CallRate {

    /** Some times of what this server can answer: only a loop without a pause gets there. */
    static final int BURST = 2_000;

    static final int PER_SECOND = 500;

    private static final double NANOS_PER_CALL = 1e9 / PER_SECOND;

    private final LongSupplier nanoTime;
    private double free = BURST;
    private long seen;

    CallRate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.seen = nanoTime.getAsLong();
    }

    /**
     * @throws EngineException 429 when there were too many
     */
    synchronized void take() {
        long now = nanoTime.getAsLong();
        free = Math.min(BURST, free + (now - seen) / NANOS_PER_CALL);
        seen = now;
        if (free < 1) {
            throw new EngineException(
                    429,
                    "TOO_MANY_CALLS",
                    "More than %d calls in a second for some time: wait a second, and pause between calls."
                            .formatted(PER_SECOND));
        }
        free--;
    }
}
