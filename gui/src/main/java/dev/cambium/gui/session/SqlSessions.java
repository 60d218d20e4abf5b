package dev.cambium.gui.session;

/** Opens sessions. Thread-safe. */
@FunctionalInterface
public interface SqlSessions {

    /**
     * Blocks while a sleeping branch wakes or a moment is made.
     *
     * @throws SqlException when the branch cannot be reached, with a sentence
     */
    SqlSession open(SqlTarget target) throws SqlException;
}
