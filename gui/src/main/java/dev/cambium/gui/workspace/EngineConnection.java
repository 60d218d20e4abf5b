package dev.cambium.gui.workspace;

import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineEvent;
import dev.cambium.engine.api.EngineException;
import dev.cambium.gui.l10n.Text;
import dev.cambium.gui.task.BackgroundTask;
import dev.cambium.gui.task.TaskRunner;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * The one connection to the engine. When it is lost the window keeps asking, at first every second,
 * later every five; each time the source is asked anew, because a restarted engine may have moved.
 */
final class EngineConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EngineConnection.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final EngineSource source;
    private final TaskRunner runner;
    private final Consumer<EngineEvent> onEvent;
    private final Runnable onReady;
    private final ReadOnlyObjectWrapper<EngineState> state =
            new ReadOnlyObjectWrapper<>(EngineState.CONNECTING);
    private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");

    private volatile @Nullable Live live;
    private volatile boolean closed;

    /** Written by one opening at a time; tells a closed stream's last words from the live one's. */
    private volatile int attempts;

    private boolean asking;
    private Duration pause = FIRST_PAUSE;

    /** A client and the event stream that is followed through it. */
    private record Live(EngineClient client, AutoCloseable following) implements AutoCloseable {

        @Override
        public void close() {
            try {
                following.close();
            } catch (Exception e) {
                LOG.warn("The event stream did not close", e);
            }
            client.close();
        }
    }

    EngineConnection(
            EngineSource source,
            TaskRunner runner,
            Consumer<EngineEvent> onEvent,
            Runnable onReady) {
        this.source = source;
        this.runner = runner;
        this.onEvent = onEvent;
        this.onReady = onReady;
    }

    ReadOnlyObjectProperty<EngineState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    ReadOnlyStringProperty troubleProperty() {
        return trouble.getReadOnlyProperty();
    }

    /**
     * May be called on any thread.
     *
     * @throws EngineException with status 0 when there is no connection
     */
    EngineClient client() {
        Live current = live;
        if (current == null) {
            throw new EngineException(0, "NO_ENGINE", Text.get("engine.unreachable"));
        }
        return current.client();
    }

    /** As {@link EngineSource#startCommand}. */
    String startCommand() {
        return source.startCommand();
    }

    void connect() {
        if (asking || closed) {
            return;
        }
        asking = true;
        BackgroundTask.of(this::open)
                .onSuccess(
                        opened -> {
                            asking = false;
                            pause = FIRST_PAUSE;
                            trouble.set("");
                            state.set(EngineState.READY);
                            onReady.run();
                        })
                .onFailure(
                        failure -> {
                            asking = false;
                            lost(Failures.sentence(failure));
                        })
                .runWith(runner);
    }

    /** A question failed: when the engine could not be reached, the connection is lost. */
    void heard(Exception failure) {
        if (Failures.unreachable(failure)) {
            lost(Failures.sentence(failure));
        }
    }

    private Live open() {
        Live before = live;
        live = null;
        if (before != null) {
            before.close();
        }
        int attempt = attempts + 1;
        attempts = attempt;
        EngineClient client = source.open();
        boolean opened = false;
        try {
            client.info();
            Live now =
                    new Live(
                            client,
                            client.follow(this::event, sentence -> streamLost(attempt, sentence)));
            live = now;
            opened = true;
            if (closed) {
                now.close();
            }
            return now;
        } finally {
            if (!opened) {
                client.close();
            }
        }
    }

    private void event(EngineEvent event) {
        runner.onScreen(() -> onEvent.accept(event));
    }

    private void streamLost(int attempt, String sentence) {
        runner.onScreen(
                () -> {
                    if (attempt == attempts) {
                        lost(sentence);
                    }
                });
    }

    private void lost(String sentence) {
        if (closed) {
            return;
        }
        trouble.set(sentence);
        state.set(EngineState.LOST);
        if (!asking) {
            retryAfterPause();
        }
    }

    private void retryAfterPause() {
        Duration wait = pause;
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        asking = true;
        runner.later(
                wait,
                () -> {
                    asking = false;
                    connect();
                });
    }

    @Override
    public void close() {
        closed = true;
        Live current = live;
        live = null;
        if (current != null) {
            current.close();
        }
    }
}
