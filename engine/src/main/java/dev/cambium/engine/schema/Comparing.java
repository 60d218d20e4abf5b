package dev.cambium.engine.schema;

import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A comparison somebody waits for: some threads read, one compares, any other may cancel it.
 * Thread-safe.
 *
 * <p>Cancelling ends the statements and the sessions that are being read through, so that not even
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
    private final List<Connection> sessions = new ArrayList<>();

    /** Nobody waits any more; what was begun ends soon after this returns. Does no harm twice. */
    public synchronized void cancel() {
        state = State.CANCELLED;
        sessions.forEach(Comparing::end);
    }

    private static void end(Connection session) {
        try {
            // The statement first: a server that waits for a lock does not see who is gone.
            session.unwrap(PGConnection.class).cancelQuery();
            session.abort(Runnable::run);
        } catch (SQLException e) {
            log.warn("A session of a cancelled comparison was not ended; it ends itself", e);
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
        sessions.add(connection);
        return () -> read(connection);
    }

    private synchronized void read(Connection session) {
        sessions.remove(session);
    }

    /** A session that is being read through. */
    interface Reading extends AutoCloseable {
        @Override
        void close();
    }
}
