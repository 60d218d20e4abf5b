package dev.cambium.engine.schema;

import dev.cambium.engine.compute.Console;
import dev.cambium.engine.page.TimelineId;

import org.jspecify.annotations.Nullable;

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

    /** After a crash only the postmaster goes on; the checkpointer is started anew. */
    private static final String HERE =
            """
            SELECT current_setting('data_directory'),
                   (SELECT backend_start::text FROM pg_stat_activity
                    WHERE backend_type = 'checkpointer'),
                   pg_snapshot_xmax(now), pg_snapshot_xmin(now) = pg_snapshot_xmax(now)
            FROM pg_current_snapshot() AS now
            """;

    /**
     * What a server has, as seen from this session.
     *
     * @param timeline that it serves
     * @param started when it began to count; after a crash it may do so from a number that was
     *     lost. Null if that cannot be told now
     * @param nextTransaction behind the number of the last transaction that wrote and has ended
     * @param settled whether none writes that has a lower number. Those that end from now on raise
     *     the number then
     */
    public record Standing(
            TimelineId timeline,
            @Nullable String started,
            String nextTransaction,
            boolean settled) {

        /**
         * Whether no transaction that wrote has ended since another standing, which was settled.
         */
        public boolean isStill(Standing earlier) {
            return earlier.settled
                    && started != null
                    && started.equals(earlier.started)
                    && timeline.equals(earlier.timeline)
                    && nextTransaction.equals(earlier.nextTransaction);
        }
    }

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

    /** What the server has now; to be asked before the schema is read. */
    public Standing standing() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(HERE)) {
            row.next();
            Path folder = Path.of(row.getString(1));
            return new Standing(
                    new TimelineId(String.valueOf(folder.getFileName())),
                    row.getString(2),
                    row.getString(3),
                    row.getBoolean(4));
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
