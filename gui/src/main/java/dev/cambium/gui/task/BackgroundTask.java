package dev.cambium.gui.task;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Work that must not run on the screen's thread, and what to do there with its outcome. A task says
 * what happens when it fails before it can be run, so that no failure is lost.
 */
public final class BackgroundTask<T> {

    private final Callable<T> work;
    private Consumer<? super T> onSuccess = result -> {};
    private @Nullable Consumer<? super Exception> onFailure;

    private BackgroundTask(Callable<T> work) {
        this.work = work;
    }

    public static <T> BackgroundTask<T> of(Callable<T> work) {
        return new BackgroundTask<>(work);
    }

    public BackgroundTask<T> onSuccess(Consumer<? super T> action) {
        onSuccess = action;
        return this;
    }

    public BackgroundTask<T> onFailure(Consumer<? super Exception> action) {
        onFailure = action;
        return this;
    }

    /** Hands the task over; returns at once unless the runner works on the caller's thread. */
    public void runWith(TaskRunner runner) {
        Objects.requireNonNull(onFailure, "a task says what happens when it fails");
        runner.run(this);
    }

    /**
     * Does the work on the calling thread.
     *
     * @return what is to be done on the screen's thread
     */
    Runnable perform() {
        Consumer<? super Exception> failed = Objects.requireNonNull(onFailure);
        try {
            T result = work.call();
            return () -> onSuccess.accept(result);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return () -> failed.accept(e);
        } catch (Exception e) {
            return () -> failed.accept(e);
        }
    }
}
