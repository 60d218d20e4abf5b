package dev.cambium.engine.branch.schemaonly;

import dev.cambium.engine.compute.Console;
import dev.cambium.engine.compute.EngineSession;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A superuser's session in one database in which nothing of what users made runs: no trigger, no
 * event trigger, no library of their choice. Not thread-safe.
 */
final class EmptyingSession extends EngineSession {

    private static final Map<String, String> SETTINGS =
            Map.ofEntries(
                    Map.entry("session_replication_role", "replica"),
                    Map.entry("session_preload_libraries", ""),
                    Map.entry("local_preload_libraries", ""),
                    Map.entry("allow_system_table_mods", "on"),
                    Map.entry("role", "none"),
                    Map.entry("row_security", "off"),
                    Map.entry("search_path", "pg_catalog"),
                    Map.entry("default_transaction_read_only", "off"),
                    Map.entry("default_transaction_isolation", "read\\ committed"),
                    Map.entry("statement_timeout", "0"),
                    Map.entry("lock_timeout", "0"),
                    Map.entry("idle_in_transaction_session_timeout", "0"),
                    Map.entry("idle_session_timeout", "0"),
                    Map.entry("jit", "off"),
                    Map.entry("lc_messages", "C"), // the answers of VACUUM are read
                    Map.entry("client_min_messages", "error"));

    /** Of Postgres 17 and later. */
    private static final Map<String, String> SETTINGS_SINCE_17 =
            Map.of("event_triggers", "off", "transaction_timeout", "0");

    /** How many short statements are sent at once. */
    private static final int BATCH = 200;

    private EmptyingSession(Console console, String database, Map<String, String> settings)
            throws SQLException {
        super(console, database, settings);
    }

    /**
     * @param major the version of Postgres
     */
    static EmptyingSession open(Console console, int major, String database) throws SQLException {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        if (major >= 17) {
            settings.putAll(SETTINGS_SINCE_17);
        }
        return new EmptyingSession(console, database, settings);
    }

    /** Runs a statement for each of some names, which are put where it says {@code %s}. */
    void executeForEach(String sql, List<String> names) throws SQLException {
        for (int i = 0; i < names.size(); i += BATCH) {
            execute(
                    names.subList(i, Math.min(names.size(), i + BATCH)).stream()
                            .map(name -> sql.formatted(name))
                            .collect(Collectors.joining(";\n")));
        }
    }

    /** The rows of a query with one column of text. */
    List<String> list(String query) throws SQLException {
        return list(query, row -> row.getString(1));
    }
}
