package dev.cambium.engine.compute;

import org.postgresql.PGConnection;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The role that asks questions for those who may only read. It sees every row of every table, and
 * has no right to files, programs or other servers, which the statements of a superuser reach even
 * in a transaction that only reads. Only the engine logs in as it: it has no password.
 */
public final class ReaderRole {

    public static final String NAME = "cambium_reader";

    private ReaderRole() {}

    /** Makes it; a session of the superuser is needed. */
    public static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(creation());
        }
    }

    /** The statement that makes it. */
    static String creation() {
        return "CREATE ROLE %s LOGIN BYPASSRLS IN ROLE pg_read_all_data, pg_monitor"
                .formatted(NAME);
    }

    /** Whether a session of this role can do more than read, because somebody made it able to. */
    public static boolean isTooPowerful(Connection connection) throws SQLException {
        return "on"
                .equals(connection.unwrap(PGConnection.class).getParameterStatus("is_superuser"));
    }
}
