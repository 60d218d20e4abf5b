package dev.cambium.engine.branch.operation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;

/** Tidying up after a failure, which must not hide that failure. */
public final class Cleanup {

    private static final Logger log = LoggerFactory.getLogger(Cleanup.class);

    /** Something that frees what a failed verb made. */
    public interface Step {
        void run() throws IOException;
    }

    private Cleanup() {}

    /** Runs a step; what it fails to remove is removed at the engine's next start. */
    public static void attempt(Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            log.warn("Could not tidy up behind an operation; the next start will", e);
        }
    }
}
