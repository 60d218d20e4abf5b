package dev.cambium.engine.masking;

import dev.cambium.engine.compute.Console;
import dev.cambium.engine.compute.EngineSession;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

import java.sql.SQLException;
import java.util.Map;

/**
 * A superuser's session in one database in which no trigger runs and values are written in one
 * style. Not thread-safe.
 */
final class MaskingSession extends EngineSession {

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

    private MaskingSession(Console console, String database) throws SQLException {
        super(console, database, SETTINGS);
    }

    static MaskingSession open(Console console, String database) throws SQLException {
        return new MaskingSession(console, database);
    }

    long number(String query) throws SQLException {
        return list(query, row -> row.getLong(1)).getFirst();
    }

    CopyManager copies() throws SQLException {
        return connection().unwrap(PGConnection.class).getCopyAPI();
    }
}
