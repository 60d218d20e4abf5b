package dev.cambium.engine.masking;

import dev.cambium.engine.compute.Console;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** A few threads that share a list of work; each has a session with both servers. */
final class LoadThreads {

    /** Each keeps two servers' processes busy beside itself. */
    private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);

    /** What is done with one item. */
    interface Work<T> {
        void on(MaskingSession source, MaskingSession target, T item) throws SQLException;
    }

    private final Console source;
    private final Console target;
    private final String database;

    LoadThreads(Console source, Console target, String database) {
        this.source = source;
        this.target = target;
        this.database = database;
    }

    /** Whether there is one of them for each thread, so that no server needs to divide one up. */
    static boolean areBusyWith(List<?> items) {
        return items.size() >= THREADS;
    }

    /** Returns when all is done; when one fails, the others stop after their item. */
    <T> void each(List<T> items, Work<T> work) throws SQLException {
        Queue<T> left = new ConcurrentLinkedQueue<>(items);
        AtomicBoolean failed = new AtomicBoolean();
        try (ExecutorService executor =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofPlatform().name("masking-", 0).factory())) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < Math.min(THREADS, items.size()); i++) {
                running.add(
                        executor.submit(
                                () -> {
                                    drain(left, failed, work);
                                    return null;
                                }));
            }
            for (Future<?> one : running) {
                await(one);
            }
        }
    }

    private <T> void drain(Queue<T> left, AtomicBoolean failed, Work<T> work) throws SQLException {
        boolean done = false;
        try (MaskingSession from = MaskingSession.open(source, database);
                MaskingSession into = MaskingSession.open(target, database)) {
            for (T item = left.poll(); item != null && !failed.get(); item = left.poll()) {
                work.on(from, into, item);
            }
            done = true;
        } finally {
            if (!done) {
                failed.set(true);
            }
        }
    }

    private static void await(Future<?> one) throws SQLException {
        try {
            one.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case SQLException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped();
        }
    }
}
