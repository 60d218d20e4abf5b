package dev.cambium.engine.layer;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/**
 * How fast the bytes of layers are copied in the background, and the way to end it early.
 * Thread-safe.
 */
final class MergePace implements CopyPace {

    /** The store is being closed: what was copied so far is rubbish. */
    static final class Stopped extends InterruptedIOException {
        private static final long serialVersionUID = 1;

        Stopped() {
            super("the store is closed; the merge begins anew when it is opened again");
        }
    }

    private final long bytesPerSecond;
    private boolean stopped;
    private long freeAtNanos = System.nanoTime();

    /**
     * @param bytesPerSecond {@code Long.MAX_VALUE} to go as fast as the disk does
     */
    MergePace(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Never returns later than the bytes take. */
    @Override
    public synchronized void spend(long bytes) throws Stopped {
        requireGoing();
        if (bytesPerSecond == Long.MAX_VALUE) {
            return;
        }
        long now = System.nanoTime();
        freeAtNanos = Math.max(freeAtNanos, now) + bytes * 1_000_000_000L / bytesPerSecond;
        for (long left = freeAtNanos - now; left > 0; left = freeAtNanos - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Stopped();
            }
            requireGoing();
        }
    }

    @Override
    public synchronized void requireGoing() throws Stopped {
        if (stopped) {
            throw new Stopped();
        }
    }

    /**
     * For a copy that somebody waits for: as fast as the disk is, and given up when they say so.
     */
    CopyPace watched(CopyWatch watch, long mostBytes) {
        return new CopyPace() {

            private long copied;

            @Override
            public void spend(long bytes) throws Stopped {
                requireGoing();
                copied += bytes;
            }

            @Override
            public void requireGoing() throws Stopped {
                MergePace.this.requireGoing();
                watch.copied(copied, mostBytes);
            }
        };
    }

    /** Whoever copies stops within a chunk. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
    }
}
