package dev.cambium.gui.task;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Runs everything at once on the caller's thread; what is for later waits until it is told. */
public final class DirectTaskRunner implements TaskRunner {

    private final List<Runnable> waiting = new ArrayList<>();

    private @Nullable List<Runnable> held;

    @Override
    public <T> void run(BackgroundTask<T> task) {
        Runnable answer = task.perform();
        if (held == null) {
            answer.run();
        } else {
            held.add(answer);
        }
    }

    /** From now on work is done at once, but what it answers waits. */
    public void holdAnswers() {
        held = new ArrayList<>();
    }

    /** Hands over what was held, the newest answer first, as a network may. */
    public void answerNewestFirst() {
        List<Runnable> answers = Objects.requireNonNull(held).reversed();
        held = null;
        answers.forEach(Runnable::run);
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
