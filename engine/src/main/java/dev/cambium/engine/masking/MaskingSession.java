package dev.cambium.engine.masking;

import dev.cambium.engine.compute.ComputeFolders;
import dev.cambium.engine.compute.Console;

import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.copy.CopyManager;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * A superuser's session in one database in which no trigger runs and values are written in one
 * style. Settings come with the connection, so that they beat those of databases and roles. Not
 * thread-safe.
 */
final class MaskingSession implements AutoCloseable {

    private static final Map<String, String> SETTINGS =
            Map.ofEntries(
                    Map.entry("session_replication_role", "replica"),
                    Map.entry("session_preload_libraries", ""),
                    Map.entry("local_preload_libraries", ""),
                    Map.entry("role", "none"),
                    Map.entry("row_security", "off"),
                    Map.entry("default_transaction_read_only", "off"),
                    Map.entry("synchronous_commit", "off"),
                    Map.entry("statement_timeout", "0"),
                    Map.entry("lock_timeout", "0"),
                    Map.entry("idle_in_transaction_session_timeout", "0"),
                    Map.entry("DateStyle", "ISO,YMD"),
                    Map.entry("IntervalStyle", "postgres"),
                    Map.entry("bytea_output", "hex"),
                    Map.entry("extra_float_digits", "1"),
                    Map.entry("TimeZone", "UTC"),
                    Map.entry("maintenance_work_mem", "192MB"),
                    Map.entry("jit", "off"),
                    Map.entry("client_min_messages", "error"));

    private final Connection connection;

    private MaskingSession(Connection connection) {
        this.connection = connection;
    }

    static MaskingSession open(Console console, String database) throws SQLException {
        Properties properties = new Properties();
        PGProperty.OPTIONS.set(
                properties,
                SETTINGS.entrySet().stream()
                        .map(setting -> "-c " + setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining(" ")));
        return new MaskingSession(
                console.connect(database, ComputeFolders.ENGINE_ROLE, properties));
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Makes something of the current row. */
    interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    <T> List<T> list(String query, Reading<T> reading) throws SQLException {
        List<T> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(reading.of(rows));
            }
        }
        return found;
    }

    long number(String query) throws SQLException {
        return list(query, row -> row.getLong(1)).getFirst();
    }

    CopyManager copies() throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
