package dev.cambium.engine.cli;

import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineEvent;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Shows how far an import is, with bytes and rate: from the engine's events for files that it
 * reads, from what went out for SQL that this side sends. On a terminal one line is drawn over and
 * over; elsewhere a line comes now and then. Thread-safe.
 */
final class ImportProgress implements AutoCloseable {

    private static final Duration REDRAW = Duration.ofMillis(100);
    private static final Duration LINE_IN_A_LOG = Duration.ofSeconds(10);

    private final Output output;
    private final String branchId;
    private final long totalBytes;
    private final boolean terminal;
    private final AutoCloseable following;
    private final long startNanos = System.nanoTime();
    private long drawnNanos;
    private boolean drawn;

    /**
     * @param terminal whether a line can be drawn over
     * @param totalBytes of the files; 0 when that is not known
     */
    ImportProgress(
            EngineClient engine,
            Output output,
            boolean terminal,
            String branchId,
            long totalBytes) {
        this.output = output;
        this.totalBytes = totalBytes;
        this.branchId = branchId;
        this.terminal = terminal;
        this.drawnNanos = startNanos;
        this.following = engine.follow(this::heard, _ -> {});
    }

    /** Tells what has been sent, for SQL that comes from this side. */
    void sent(long bytes) {
        draw("%s sent, %s".formatted(Amount.bytes(bytes), Amount.rate(bytes, elapsed())));
    }

    @Override
    public void close() {
        try {
            following.close();
        } catch (Exception e) {
            throw new IllegalStateException("an event stream that cannot be closed", e);
        }
        synchronized (this) {
            if (drawn && terminal) {
                output.redraw("");
            }
        }
    }

    private void heard(EngineEvent event) {
        if (event.kind().equals("operation.progress") && branchId.equals(event.branchId())) {
            draw(line(event.message(), event.progress()));
        }
    }

    private String line(String message, @Nullable Double progress) {
        if (progress == null || totalBytes == 0) {
            return message;
        }
        long bytes = Math.round(progress * totalBytes);
        return "%3.0f %%  %s of %s, %s"
                .formatted(
                        progress * 100,
                        Amount.bytes(bytes),
                        Amount.bytes(totalBytes),
                        Amount.rate(bytes, elapsed()));
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private synchronized void draw(String line) {
        long now = System.nanoTime();
        Duration pause = terminal ? REDRAW : LINE_IN_A_LOG;
        if (now - drawnNanos < pause.toNanos()) {
            return;
        }
        drawnNanos = now;
        drawn = true;
        if (terminal) {
            output.redraw(line);
        } else {
            output.say(line);
        }
    }
}
