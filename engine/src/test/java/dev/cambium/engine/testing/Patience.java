package dev.cambium.engine.testing;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

import java.time.Duration;

/**
 * How long tests wait for what must happen, and how. Nothing takes as long on a computer of one's
 * own; one that others keep busy may give a test a few percent of its processors.
 */
public final class Patience {

    /** After this a test gives up. */
    public static final Duration LIMIT = Duration.ofSeconds(120);

    private Patience() {}

    /**
     * Asks every 10 ms on the thread of the test, from now on; {@code what} is said if it is in
     * vain.
     */
    public static ConditionFactory await(String what) {
        return Awaitility.await(what)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(LIMIT);
    }
}
