package dev.cambium.gui.session;

import org.jspecify.annotations.Nullable;

/**
 * Keeps at most one session, for as long as the same target is asked. Its calls block, but for
 * {@link #cancel}; thread-safe.
 */
public final class SessionKeeper {

    private final SqlSessions sessions;
    private @Nullable SqlTarget target;
    private volatile @Nullable SqlSession session;

    public SessionKeeper(SqlSessions sessions) {
        this.sessions = sessions;
    }

    /** What is done with a session. */
    @FunctionalInterface
    public interface Work<T> {
        T with(SqlSession session) throws SqlException;
    }

    /** The kept session if it is of this target and still answers, else a new one. */
    public synchronized <T> T use(SqlTarget wanted, Work<T> work) throws SqlException {
        SqlSession kept = session;
        if (kept == null || !wanted.equals(target) || !kept.alive()) {
            close();
            kept = sessions.open(wanted);
            session = kept;
            target = wanted;
        }
        return work.with(kept);
    }

    /** Whether closing it would undo something the user began. */
    public synchronized boolean inTransaction() {
        SqlSession kept = session;
        return kept != null && kept.inTransaction();
    }

    /** Whether there is a session now. */
    public boolean open() {
        return session != null;
    }

    /** Stops what runs, without waiting for it. */
    public void cancel() {
        SqlSession running = session;
        if (running != null) {
            running.cancel();
        }
    }

    /** Ends the session, and with it a transaction that is open. */
    public synchronized void close() {
        SqlSession kept = session;
        session = null;
        target = null;
        if (kept != null) {
            kept.close();
        }
    }
}
