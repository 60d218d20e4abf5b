package dev.cambium.engine.branch.endpoint;

import dev.cambium.engine.compute.ComputeFolders;
import dev.cambium.engine.compute.Console;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * What goes on in a running compute, as far as it matters for letting it sleep.
 *
 * @param busy whether a statement or a transaction is open, WAL is sent, a subscription is applied
 *     or a vacuum is at work
 * @param idle for how long no client's session has done anything; zero if there is none
 */
record Sessions(boolean busy, Duration idle) {

    /**
     * Clients come over TCP, the engine over the socket: its idle sessions count for nothing, what
     * it has under way counts as much as a client's. A logical replication launcher always runs.
     * WAL that is sent over the socket goes to standbys of ours, which do without while the branch
     * sleeps.
     */
    private static final String QUESTION =
            """
            SELECT count(*) FILTER (WHERE
                       (backend_type = 'client backend' AND pid <> pg_backend_pid()
                            AND coalesce(state, 'active') <> 'idle')
                       OR (backend_type = 'walsender' AND client_addr IS NOT NULL)
                       OR backend_type = 'autovacuum worker'
                       OR backend_type LIKE 'logical replication%worker') > 0,
                   coalesce(extract(epoch FROM clock_timestamp() - max(state_change)
                       FILTER (WHERE backend_type = 'client backend'
                                   AND client_addr IS NOT NULL)), 0)
            FROM pg_stat_activity
            """;

    static Sessions of(Console console) throws SQLException {
        try (Connection connection = console.connect(ComputeFolders.ENGINE_ROLE);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUESTION)) {
            row.next();
            return new Sessions(
                    row.getBoolean(1), Duration.ofMillis(Math.round(row.getDouble(2) * 1_000)));
        }
    }
}
