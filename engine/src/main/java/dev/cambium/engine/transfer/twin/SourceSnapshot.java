package dev.cambium.engine.transfer.twin;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One moment of a source, which several sessions can see as long as this is open. */
final class SourceSnapshot implements AutoCloseable {

    private final SourceDatabase source;
    private final Connection keeper;
    private final String id;

    private SourceSnapshot(SourceDatabase source, Connection keeper, String id) {
        this.source = source;
        this.keeper = keeper;
        this.id = id;
    }

    static SourceSnapshot take(SourceDatabase source) throws SQLException {
        Connection keeper = begun(source);
        try (Statement statement = keeper.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_export_snapshot()")) {
            row.next();
            return new SourceSnapshot(source, keeper, row.getString(1));
        } catch (SQLException e) {
            keeper.close();
            throw e;
        }
    }

    /** As pg_dump wants it. */
    String id() {
        return id;
    }

    /** The session that keeps it; for questions. */
    Connection keeper() {
        return keeper;
    }

    /** Another session that sees the same; the caller closes it. */
    Connection open() throws SQLException {
        Connection session = begun(source);
        try (Statement statement = session.createStatement()) {
            statement.execute("SET TRANSACTION SNAPSHOT '" + id + "'");
            return session;
        } catch (SQLException e) {
            session.close();
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        keeper.close();
    }

    private static Connection begun(SourceDatabase source) throws SQLException {
        Connection session = source.connect();
        try (Statement statement = session.createStatement()) {
            // Before the transaction: a copy takes as long as it takes.
            statement.execute("SET statement_timeout = 0");
            statement.execute("SET idle_in_transaction_session_timeout = 0");
            // Rows that a policy would hide must fail the copy, not be missing from it.
            statement.execute("SET row_security = off");
            session.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            session.setReadOnly(true);
            session.setAutoCommit(false);
            return session;
        } catch (SQLException e) {
            session.close();
            throw e;
        }
    }
}
