package dev.cambium.engine.layer;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps the number of open data files within a limit. Files are closed in the order in which they
 * were opened, except that one used since it was last looked at gets a second chance (the "clock"
 * form of least-recently-used, which costs a read one flag). Thread-safe.
 */
final class OpenChannels {

    /** What became of a file that was asked to close. */
    enum Closing {
        /** It was open and is closed. */
        CLOSED,
        /** It is in use, or was just now. */
        IN_USE,
        /** It was not open. */
        NOT_OPEN
    }

    private final int limit;
    private final AtomicInteger openCount = new AtomicInteger();
    private final Queue<DataFile> inOrder = new ConcurrentLinkedQueue<>();

    OpenChannels(int limit) {
        this.limit = limit;
    }

    int openCount() {
        return openCount.get();
    }

    void opened(DataFile file) {
        openCount.incrementAndGet();
        inOrder.add(file);
    }

    /** A file closed itself. */
    void closed() {
        openCount.decrementAndGet();
    }

    /**
     * Closes files until the limit holds, or all that are left are in use. To be called without any
     * file's lock.
     */
    void makeRoom() throws IOException {
        // Twice round: the first round may only take away second chances.
        int looksLeft = 2 * openCount.get();
        while (openCount.get() > limit && looksLeft-- > 0) {
            DataFile oldest = inOrder.poll();
            if (oldest == null) {
                return;
            }
            switch (oldest.tryClose()) {
                case CLOSED -> openCount.decrementAndGet();
                case IN_USE -> inOrder.add(oldest);
                case NOT_OPEN -> {}
            }
        }
    }
}
