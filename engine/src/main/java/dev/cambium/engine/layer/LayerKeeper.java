package dev.cambium.engine.layer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one background thread of a store: makes sealed layers durable and deletes the data of files
 * that are gone. Never interrupted, since that would close file channels under other threads.
 */
final class LayerKeeper implements AutoCloseable {

    /** Something that may wait. */
    interface Chore {
        void run() throws IOException;
    }

    private record Named(String what, Chore chore) {}

    private static final Logger LOG = LoggerFactory.getLogger(LayerKeeper.class);

    /** Lets one sync serve the unlinks of a whole burst, as when temporary files come and go. */
    private static final long LINGER_MILLIS = 200;

    /** How long closing waits for what is under way: a slow disk, not a hung one. */
    private static final long CLOSE_SECONDS = 60;

    // At most one chore per deleted file waits here, and one per seal below.
    private final Queue<Named> burst = new ConcurrentLinkedQueue<>();
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(
                    1,
                    chores -> {
                        Thread keeper = new Thread(chores, "layer-keeper");
                        keeper.setDaemon(true);
                        return keeper;
                    });

    /** Done next. */
    void soon(String what, Chore chore) {
        schedule(() -> run(new Named(what, chore)), 0);
    }

    /** Done with all others of its burst, a moment after the first of them. */
    void afterBurst(String what, Chore chore) {
        burst.add(new Named(what, chore));
        schedule(this::runBurst, LINGER_MILLIS);
    }

    private void schedule(Runnable work, long millis) {
        var _ = thread.schedule(work, millis, TimeUnit.MILLISECONDS);
    }

    private void runBurst() {
        for (Named chore = burst.poll(); chore != null; chore = burst.poll()) {
            run(chore);
        }
    }

    private static void run(Named named) {
        try {
            named.chore().run();
        } catch (IOException | RuntimeException failure) {
            LOG.warn("could not {}; it is done at the next start", named.what(), failure);
        }
    }

    /** Returns when all that was asked for before this call is done. */
    void settle() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        schedule(this::runBurst, 0);
        schedule(reached::countDown, 0);
        reached.await();
    }

    /** Finishes what was asked for. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn(
                        "the layer keeper is still at work; what it leaves is done at the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Forgets what was asked for, as a crash would; waits only for what is under way. */
    void abandon() {
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.getQueue().clear();
        burst.clear();
        close();
    }
}
