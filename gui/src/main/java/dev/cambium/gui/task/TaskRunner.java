package dev.cambium.gui.task;

import java.time.Duration;

/** Runs tasks away from the screen and brings their outcome back to it. Thread-safe. */
public interface TaskRunner extends AutoCloseable {

    /** Runs the work elsewhere, then its outcome on the screen's thread. */
    <T> void run(BackgroundTask<T> task);

    /** Runs an update on the screen's thread: for events that come on a thread of the engine's. */
    void onScreen(Runnable update);

    /** Runs an update on the screen's thread after a while. */
    Delayed later(Duration delay, Runnable update);

    /** After this nothing more reaches the screen. */
    @Override
    void close();

    /** An update that has not run yet. */
    interface Delayed {

        /** Does nothing when the update has run. */
        void cancel();
    }
}
