package dev.cambium.gui.task;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The window's runner: a virtual thread for each task (they wait for the engine), one timer thread.
 */
public final class PoolTaskRunner implements TaskRunner {

    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("workbench-timer").factory());
    private volatile boolean closed;

    @Override
    public <T> void run(BackgroundTask<T> task) {
        if (!closed) {
            workers.execute(() -> onScreen(task.perform()));
        }
    }

    @Override
    public void onScreen(Runnable update) {
        FxThread.run(
                () -> {
                    if (!closed) {
                        update.run();
                    }
                });
    }

    @Override
    public Delayed later(Duration delay, Runnable update) {
        if (closed) {
            return () -> {};
        }
        Future<?> pending =
                timer.schedule(() -> onScreen(update), delay.toMillis(), TimeUnit.MILLISECONDS);
        return () -> pending.cancel(false);
    }

    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
        workers.shutdownNow();
    }
}
