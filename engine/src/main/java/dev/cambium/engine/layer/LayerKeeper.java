package dev.cambium.engine.layer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
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

    private static final Logger LOG = LoggerFactory.getLogger(LayerKeeper.class);

    /** Lets one sync serve the unlinks of a whole burst, as when temporary files come and go. */
    private static final long LINGER_MILLIS = 200;

    /** How long closing waits for what is under way: a slow disk, not a hung one. */
    private static final long CLOSE_SECONDS = 60;

    // At most one chore per seal and one per deleted file waits here.
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(
                    1,
                    chores -> {
                        Thread keeper = new Thread(chores, "layer-keeper");
                        keeper.setDaemon(true);
                        return keeper;
                    });

    void soon(String what, Chore chore) {
        later(what, 0, chore);
    }

    void afterBurst(String what, Chore chore) {
        later(what, LINGER_MILLIS, chore);
    }

    private void later(String what, long millis, Chore chore) {
        var _ =
                thread.schedule(
                        () -> {
                            try {
                                chore.run();
                            } catch (IOException | RuntimeException failure) {
                                LOG.warn(
                                        "could not {}; it is done at the next start",
                                        what,
                                        failure);
                            }
                        },
                        millis,
                        TimeUnit.MILLISECONDS);
    }

    /** Returns when all that was asked for before this call is done. */
    void settle() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        // Behind the linger: the queue is ordered by time and then by arrival.
        afterBurst("settle", reached::countDown);
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
        close();
    }
}
