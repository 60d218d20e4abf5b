package dev.cambium.engine.schema;

import dev.cambium.engine.compute.Console;
import dev.cambium.engine.page.TimelineId;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A session in which the schema of one database is read; cancelling its comparison ends it. Belongs
 * to one thread.
 */
public final class SchemaSession implements AutoCloseable {

    private static final String HERE =
            """
            SELECT current_setting('data_directory'), pg_postmaster_start_time(),
                   pg_snapshot_xmax(pg_current_snapshot())
            """;

    /** A transaction that writes holds the lock on its number until others see what it wrote. */
    private static final String UNDER_WAY =
            "SELECT count(*) FROM pg_locks WHERE locktype = 'transactionid' AND mode = 'ExclusiveLock'";

    /**
     * What a server has, as seen from this session. Two that are equal have the same rows: no
     * transaction that wrote has ended in between.
     *
     * @param timeline that it serves
     * @param started when it was: after a crash it may count on from a number that was lost
     * @param nextTransaction behind the number of the last transaction that wrote and has ended
     */
    public record Standing(TimelineId timeline, String started, String nextTransaction) {}

    private final Connection connection;
    private final Comparing comparing;
    private final Comparing.Reading reading;

    private SchemaSession(Connection connection, Comparing comparing) {
        this.connection = connection;
        this.comparing = comparing;
        this.reading = comparing.reading(connection);
    }

    /**
     * @param comparing what is read for
     * @throws ComparisonCancelled if that was cancelled
     * @throws SQLException if it cannot be connected to, for example because there is none
     */
    public static SchemaSession open(Console console, String database, Comparing comparing)
            throws SQLException {
        Connection connection = console.connect(database);
        try {
            return new SchemaSession(connection, comparing);
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** What the server has now. */
    public Standing standing() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(HERE)) {
            row.next();
            Path folder = Path.of(row.getString(1));
            return new Standing(
                    new TimelineId(String.valueOf(folder.getFileName())),
                    row.getString(2),
                    row.getString(3));
        } catch (SQLException | RuntimeException e) {
            comparing.requireWanted();
            throw e;
        }
    }

    /**
     * Whether no transaction that writes is under way. What is read after that holds for as long as
     * {@link #standing}, asked for before, stays what it was: those that end from now on have
     * higher numbers.
     */
    public boolean isSettled() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(UNDER_WAY)) {
            row.next();
            return row.getLong(1) == 0;
        } catch (SQLException | RuntimeException e) {
            comparing.requireWanted();
            throw e;
        }
    }

    /**
     * The schema, in one repeatable transaction.
     *
     * @throws ComparisonCancelled if that was cancelled
     * @throws IOException if its catalogs cannot be read
     */
    public SchemaModel read() throws IOException {
        return SchemaModel.read(connection, comparing);
    }

    @Override
    public void close() throws SQLException {
        reading.close();
        connection.close();
    }
}
