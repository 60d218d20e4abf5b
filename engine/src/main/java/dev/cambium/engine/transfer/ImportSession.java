package dev.cambium.engine.transfer;

import dev.cambium.engine.page.Invariant;

import org.postgresql.copy.CopyIn;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PreferQueryMode;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;

/** One session with one database: sends statements as they are written. Not thread-safe. */
final class ImportSession implements AutoCloseable {

    private final String database;
    private final Connection connection;
    private final BaseConnection driver;
    private final Statement statement;
    private final ImportNotes notes;

    private ImportSession(String database, Connection connection, ImportNotes notes)
            throws SQLException {
        this.database = database;
        this.connection = connection;
        this.driver = connection.unwrap(BaseConnection.class);
        this.notes = notes;
        Invariant.check(
                driver.getPreferQueryMode() == PreferQueryMode.SIMPLE,
                "an import needs preferQueryMode=simple");
        Invariant.check(
                database.equals(connection.getCatalog()),
                "asked for %s, connected to %s",
                database,
                connection.getCatalog());
        connection.setAutoCommit(true);
        statement = connection.createStatement();
        statement.setEscapeProcessing(false);
        // Answers of SELECT set_config(…) and the like are thrown away; one row is kept at most.
        statement.setMaxRows(1);
    }

    static ImportSession open(DatabaseConnector connector, String database, ImportNotes notes)
            throws SQLException {
        Connection connection = connector.connect(database);
        try {
            return new ImportSession(database, connection, notes);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    String database() {
        return database;
    }

    void execute(String sql) throws SQLException {
        try {
            statement.execute(sql);
        } finally {
            takeWarnings();
        }
    }

    /** Writes the rows of a COPY block. */
    @FunctionalInterface
    interface RowWriter {
        void write(SqlScript.RowSink sink) throws IOException, SQLException;
    }

    /** Returns the number of rows that the server stored. */
    long copy(String sql, RowWriter rows) throws IOException, SQLException {
        CopyIn copy = driver.getCopyAPI().copyIn(sql);
        try {
            rows.write(copy::writeToCopy);
            return copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
            connection.clearWarnings();
        }
    }

    /** Whether the server answers a query that has one row exactly when something is so. */
    boolean hasRows(String query) throws SQLException {
        try (Statement own = connection.createStatement();
                java.sql.ResultSet rows = own.executeQuery(query)) {
            return rows.next();
        }
    }

    boolean isInTransaction() {
        return driver.getTransactionState() != TransactionState.IDLE;
    }

    boolean standardConformingStrings() {
        return driver.getStandardConformingStrings();
    }

    private void takeWarnings() throws SQLException {
        SQLWarning warning = statement.getWarnings();
        while (warning != null) {
            notes.add("server: " + warning.getMessage());
            warning = warning.getNextWarning();
        }
        statement.clearWarnings();
        connection.clearWarnings();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
