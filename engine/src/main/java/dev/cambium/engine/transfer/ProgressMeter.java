package dev.cambium.engine.transfer;

import java.time.Duration;
import java.util.function.Consumer;

/** Counts what an import does and tells a listener now and then. Stops when interrupted. */
final class ProgressMeter {

    /** Ten times a second is as often as anyone can read. */
    private static final long INTERVAL_NANOS = Duration.ofMillis(100).toNanos();

    private final Consumer<ImportProgress> listener;
    private final long bytesTotal;
    private final long startNanos = System.nanoTime();
    private long lastTellNanos = startNanos;
    private long statements;
    private long rowsCopied;
    private long bytesOfFinishedSources;

    ProgressMeter(Consumer<ImportProgress> listener, long bytesTotal) {
        this.listener = listener;
        this.bytesTotal = bytesTotal;
    }

    void statementDone() {
        statements++;
    }

    void rowsDone(long rows) {
        rowsCopied += rows;
    }

    void sourceDone(long sourceBytes) {
        bytesOfFinishedSources += sourceBytes;
    }

    /**
     * Tells the listener when it is time.
     *
     * @param rowsUnderWay of the COPY that is running
     */
    void tick(String source, long line, long sourceBytes, long rowsUnderWay) {
        long now = System.nanoTime();
        if (now - lastTellNanos < INTERVAL_NANOS) {
            return;
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new ImportFailure(source, line, "the import was cancelled");
        }
        lastTellNanos = now;
        tell(source, line, sourceBytes, rowsUnderWay);
    }

    void tell(String source, long line, long sourceBytes, long rowsUnderWay) {
        long bytes = bytesOfFinishedSources + sourceBytes;
        double seconds = Math.max(1, System.nanoTime() - startNanos) / 1e9;
        listener.accept(
                new ImportProgress(
                        source,
                        line,
                        bytes,
                        bytesTotal,
                        (long) (bytes / seconds),
                        statements,
                        rowsCopied + rowsUnderWay));
    }

    long statements() {
        return statements;
    }

    long rowsCopied() {
        return rowsCopied;
    }

    long bytesRead() {
        return bytesOfFinishedSources;
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
