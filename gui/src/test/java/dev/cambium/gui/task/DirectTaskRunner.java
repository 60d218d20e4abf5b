package dev.cambium.gui.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs everything at once on the caller's thread; what is for later waits until it is told. */
public final class DirectTaskRunner implements TaskRunner {

    private final List<Runnable> waiting = new ArrayList<>();

    @Override
    public <T> void run(BackgroundTask<T> task) {
        task.perform().run();
    }

    @Override
    public void onScreen(Runnable update) {
        update.run();
    }

    @Override
    public Delayed later(Duration delay, Runnable update) {
        waiting.add(update);
        return () -> waiting.remove(update);
    }

    /** Lets the time pass that those who wait have asked for. */
    public void letTimePass() {
        List<Runnable> due = List.copyOf(waiting);
        waiting.clear();
        due.forEach(Runnable::run);
    }

    public int waiting() {
        return waiting.size();
    }

    @Override
    public void close() {
        waiting.clear();
    }
}
