package dev.cambium.gui.session;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One session on one target. Calls block and are made by one thread at a time, but for {@link
 * #cancel} and {@link #close}, which may come from any.
 */
public interface SqlSession extends AutoCloseable {

    /**
     * Runs one statement.
     *
     * @param write whether a guarded session may change data this once
     * @param most how many rows are read at first
     */
    SqlAnswer run(String sql, boolean write, int most) throws SqlException;

    /** The next rows of the last answer; fewer than {@code most} when these are the last. */
    List<List<@Nullable String>> more(int most) throws SqlException;

    /** Whether a transaction of the user's is open. */
    boolean inTransaction();

    /** Whether the server still answers; costs a round trip. */
    boolean alive();

    /** Stops what runs; does nothing when nothing does. */
    void cancel();

    @Override
    void close();
}
