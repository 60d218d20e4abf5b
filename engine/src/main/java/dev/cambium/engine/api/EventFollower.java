package dev.cambium.engine.api;

import com.fasterxml.jackson.core.JsonProcessingException;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Reads the engine's event stream (server-sent events, one JSON {@link EngineEvent} per event) on a
 * thread of its own and takes a lost connection up again, until it is closed.
 */
final class EventFollower implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    /** A restarted engine is seen again within this time. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final ApiCalls calls;
    private final String path;
    private final Consumer<EngineEvent> onEvent;
    private final Consumer<String> onLost;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<@Nullable InputStream> open = new AtomicReference<>();

    /** Of the last event that was heard whole; only the reading thread uses it. */
    private @Nullable String lastId;

    EventFollower(
            ApiCalls calls, String path, Consumer<EngineEvent> onEvent, Consumer<String> onLost) {
        this.calls = calls;
        this.path = path;
        this.onEvent = onEvent;
        this.onLost = onLost;
        Thread.ofVirtual().name("engine-events").start(this::run);
    }

    @Override
    public void close() {
        closed.countDown();
        closeQuietly(open.getAndSet(null));
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        boolean told = false;
        while (!isClosed()) {
            String why;
            try (InputStream stream = calls.openStream(path, lastId)) {
                open.set(stream);
                if (isClosed()) {
                    return;
                }
                pause = FIRST_PAUSE;
                told = false;
                readEvents(stream);
                why = "The engine ended its event stream; it is being taken up again.";
            } catch (EngineException e) {
                why = e.getMessage() == null ? e.code() : e.getMessage();
            } catch (IOException e) {
                why = "The engine's event stream broke off; it is being taken up again.";
            } finally {
                open.set(null);
            }
            if (!told && !isClosed()) {
                told = true;
                onLost.accept(why);
            }
            if (waitOrClosed(pause)) {
                return;
            }
            pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
        }
    }

    private void readEvents(InputStream stream) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        StringBuilder data = new StringBuilder();
        String id = null;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (isClosed()) {
                return;
            }
            if (line.startsWith("data:")) {
                data.append(line.substring("data:".length()).strip());
            } else if (line.startsWith("id:")) {
                id = line.substring("id:".length()).strip();
            } else if (line.isEmpty() && !data.isEmpty()) {
                EngineEvent event = parse(data.toString());
                data.setLength(0);
                if (event != null) {
                    onEvent.accept(event);
                }
                lastId = id;
            }
        }
    }

    private static @Nullable EngineEvent parse(String json) throws IOException {
        try {
            return ApiJson.mapper().readValue(json, EngineEvent.class);
        } catch (JsonProcessingException e) {
            throw new IOException("an event that is none: " + json, e);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private boolean waitOrClosed(Duration pause) {
        try {
            return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static void closeQuietly(@Nullable InputStream stream) {
        if (stream == null) {
            return;
        }
        try {
            stream.close();
        } catch (IOException e) {
            // It is being given up anyway.
        }
    }
}
