package dev.cambium.engine.timeline;

import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Two pieces of work that wait for something else most of the time, done at once: what a file
 * system syncs for one of them it mostly syncs for both.
 */
public final class SideBySide {

    /** A piece of work. */
    public interface Work {
        void run() throws IOException;
    }

    private SideBySide() {}

    /**
     * Returns or throws when both have ended; an interrupt does not end the wait, but is kept.
     *
     * @param beside done on a thread of its own, not a virtual one: there are as many carriers for
     *     those as processors, and native calls and long computing keep them
     * @param here done on the caller's
     * @throws IOException what the one or the other threw; if both did, that of {@code here}
     */
    public static void run(Work beside, Work here) throws IOException {
        FutureTask<Boolean> task =
                new FutureTask<>(
                        () -> {
                            beside.run();
                            return true;
                        });
        Thread thread = Thread.ofPlatform().daemon().name("side-by-side").start(task);
        try {
            here.run();
        } catch (IOException | RuntimeException failure) {
            join(thread);
            if (task.state() == Future.State.FAILED) {
                failure.addSuppressed(task.exceptionNow());
            }
            throw failure;
        }
        join(thread);
        if (task.state() == Future.State.FAILED) {
            switch (task.exceptionNow()) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Throwable failure -> throw new IllegalStateException(failure);
            }
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
