package dev.cambium.engine.branch.compute;

import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.compute.Console;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Notes what is to be noted after a start, on a thread of its own, so that nobody waits for it.
 * Thread-safe.
 */
final class ComputeNotes implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ComputeNotes.class);

    /**
     * A session of ours just after a start would fill a relation cache beside the client that is
     * waiting for the branch, and take a core from it.
     */
    private static final long LEARN_AFTER_MILLIS = 500;

    private final ComputeNews news;
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("compute-notes").factory());

    ComputeNotes(ComputeNews news) {
        this.news = news;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * @param timeline as it was before the start
     * @param console of its server, if it still runs when this is asked: by then another branch's
     *     may have its port
     * @param followed runs after it was noted where the server began
     */
    void started(
            Branch branch,
            Timeline timeline,
            Supplier<Optional<Console>> console,
            Runnable followed) {
        boolean isFirst = timeline.expectedEnd() != null || timeline.rolesDue();
        try {
            thread.execute(
                    () -> {
                        if (isFirst) {
                            news.proven(timeline);
                        }
                        followed.run();
                    });
            var _ =
                    thread.schedule(
                            () -> console.get().ifPresent(now -> news.databases(branch, now)),
                            LEARN_AFTER_MILLIS,
                            TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException engineStops) {
            log.debug("The start of {} is not noted any more", branch.name());
        }
    }

    /** Notes what is under way, and nothing more. */
    @Override
    public void close() {
        thread.close();
    }
}
