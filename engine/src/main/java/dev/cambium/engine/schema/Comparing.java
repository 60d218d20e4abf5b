package dev.cambium.engine.schema;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A comparison somebody waits for: one thread reads and compares, any other may cancel it.
 * Thread-safe.
 *
 * <p>Cancelling ends the statement and the session that are being read through, so that not even
 * one that waits for a lock is waited for; between sessions the flag is looked at. Nothing is
 * interrupted: an interrupt closes the files that a thread has open, and others share them.
 */
public final class Comparing {

    private static final Logger log = LoggerFactory.getLogger(Comparing.class);

    private enum State {
        /** Somebody waits for the answer. */
        WANTED,
        /** Nobody does any more: it ends at its next step. */
        CANCELLED
    }

    private State state = State.WANTED;

    /** What is read through at this moment. */
    private @Nullable Connection session;

    /** Nobody waits any more; what was begun ends soon after this returns. Does no harm twice. */
    public synchronized void cancel() {
        state = State.CANCELLED;
        if (session != null) {
            try {
                // The statement first: a server that waits for a lock does not see who is gone.
                session.unwrap(PGConnection.class).cancelQuery();
                session.abort(Runnable::run);
            } catch (SQLException e) {
                log.warn("A session of a cancelled comparison was not ended; it ends itself", e);
            }
        }
    }

    public synchronized boolean isCancelled() {
        return state == State.CANCELLED;
    }

    /**
     * To be asked between steps.
     *
     * @throws ComparisonCancelled if nobody waits any more
     */
    public void requireWanted() {
        if (isCancelled()) {
            throw new ComparisonCancelled();
        }
    }

    /** From now on, until the answer is closed, cancelling ends this session. */
    synchronized Reading reading(Connection connection) {
        requireWanted();
        session = connection;
        return this::read;
    }

    private synchronized void read() {
        session = null;
    }

    /** A session that is being read through. */
    interface Reading extends AutoCloseable {
        @Override
        void close();
    }
}
