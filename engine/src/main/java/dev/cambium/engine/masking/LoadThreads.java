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

/** A few threads that share a list of work; each has a session with a server. */
final class LoadThreads {

    /** Each keeps two servers' processes busy beside itself. */
    static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);

    /** What is done with one item. */
    interface Work<T> {
        void on(MaskingSession session, T item) throws SQLException;
    }

    private final String database;

    LoadThreads(String database) {
        this.database = database;
    }

    /** Whether there is one of them for each thread, so that no server needs to divide one up. */
    static boolean areBusyWith(List<?> items) {
        return items.size() >= THREADS;
    }

    /**
     * Takes the items in their order. Returns when all is done; when one fails, the others stop
     * after their item.
     *
     * @param server with which each thread has a session
     */
    <T> void each(List<T> items, Console server, Work<T> work) throws SQLException {
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
                                    drain(left, failed, server, work);
                                    return null;
                                }));
            }
            for (Future<?> one : running) {
                await(one);
            }
        }
    }

    private <T> void drain(Queue<T> left, AtomicBoolean failed, Console server, Work<T> work)
            throws SQLException {
        boolean done = false;
        try (MaskingSession session = MaskingSession.open(server, database)) {
            for (T item = left.poll(); item != null && !failed.get(); item = left.poll()) {
                work.on(session, item);
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
