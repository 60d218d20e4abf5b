package dev.cambium.engine.branch.compute;

import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.compute.Compute;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/**
 * A server that answers on the content its branch is about to get, beside the one that still serves
 * it. It listens on a port of its own, so that the gateway need only be told; it is ended unless
 * the branch takes it. Belongs to one thread.
 */
public final class NextCompute implements AutoCloseable {

    private final Timeline timeline;
    private final Compute compute;
    private final Runnable roles;
    private final Runnable serving;
    private final Runnable givePortBack;
    private boolean taken;

    /**
     * @param roles gives it the branch's roles and passwords
     * @param serving called when it begins to serve the branch
     * @param givePortBack called when it ends without that
     */
    NextCompute(
            Timeline timeline,
            Compute compute,
            Runnable roles,
            Runnable serving,
            Runnable givePortBack) {
        this.timeline = timeline;
        this.compute = compute;
        this.roles = roles;
        this.serving = serving;
        this.givePortBack = givePortBack;
    }

    Timeline timeline() {
        return timeline;
    }

    /**
     * Ends the server that serves the branch and gets the branch's roles meanwhile, which takes
     * about as long; returns when both are done.
     *
     * @param old null if none serves it
     * @param inUse whether that has clients
     * @throws RuntimeException if it did not get the roles; the old one is ended all the same
     */
    void succeed(@Nullable Compute old, boolean inUse) {
        CompletableFuture<Void> ending =
                old == null
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.runAsync(
                                () -> old.stopAtOnce(inUse), Thread::startVirtualThread);
        try {
            roles.run();
        } finally {
            ending.join();
        }
    }

    /** Lets it serve the branch from now on. */
    Compute take() {
        taken = true;
        serving.run();
        return compute;
    }

    @Override
    public void close() {
        if (!taken) {
            taken = true;
            compute.abort();
            givePortBack.run();
        }
    }
}
