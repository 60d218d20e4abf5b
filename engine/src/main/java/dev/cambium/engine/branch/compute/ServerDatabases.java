package dev.cambium.engine.branch.compute;

import dev.cambium.engine.branch.operation.Names;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.KnownDatabase;
import dev.cambium.engine.compute.ComputeFolders;
import dev.cambium.engine.compute.Console;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The databases of a branch's server. The branch decides which there are; the catalog is told, so
 * that a sleeping branch has an answer. Each change and what is learned of it take one session: to
 * begin one takes as long as most of what is done in it.
 */
public final class ServerDatabases {

    private final Catalog catalog;
    private final Clock clock;

    public ServerDatabases(Catalog catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    /** Notes which databases a branch has now, if that is news. */
    public void learn(String branchId, Console console) throws SQLException {
        change(branchId, console, connection -> {});
    }

    /** Makes a database, owned by a role. */
    public void create(String branchId, Console console, String name, String owner)
            throws SQLException {
        change(
                branchId,
                console,
                connection ->
                        execute(
                                connection,
                                "CREATE DATABASE %s OWNER %s"
                                        .formatted(Names.quoted(name), Names.quoted(owner))));
    }

    /**
     * Gives a database another owner, or another name, for which sessions in it are ended first.
     *
     * @param newName null leaves it
     * @param owner null leaves it
     */
    public void alter(
            String branchId,
            Console console,
            String name,
            @Nullable String newName,
            @Nullable String owner)
            throws SQLException {
        change(
                branchId,
                console,
                connection -> {
                    if (owner != null) {
                        execute(
                                connection,
                                "ALTER DATABASE %s OWNER TO %s"
                                        .formatted(Names.quoted(name), Names.quoted(owner)));
                    }
                    if (newName != null) {
                        rename(connection, name, newName);
                    }
                });
    }

    /** Deletes a database; sessions in it are ended. */
    public void drop(String branchId, Console console, String name) throws SQLException {
        change(
                branchId,
                console,
                connection ->
                        execute(
                                connection,
                                "DROP DATABASE %s WITH (FORCE)".formatted(Names.quoted(name))));
    }

    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    private void change(String branchId, Console console, Work work) throws SQLException {
        try (Connection connection = console.connect(ComputeFolders.ENGINE_ROLE)) {
            work.on(connection);
            learn(branchId, connection);
        }
    }

    private void learn(String branchId, Connection connection) throws SQLException {
        List<KnownDatabase> found = new ArrayList<>();
        Map<Long, KnownDatabase> known = new HashMap<>();
        catalog.databases(branchId).forEach(database -> known.put(database.oid(), database));
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                """
                                SELECT oid, datname, pg_get_userbyid(datdba)
                                FROM pg_database
                                WHERE NOT datistemplate AND datname <> 'postgres'
                                ORDER BY datname
                                """)) {
            while (rows.next()) {
                long oid = rows.getLong(1);
                KnownDatabase before = known.get(oid);
                found.add(
                        new KnownDatabase(
                                branchId,
                                oid,
                                rows.getString(2),
                                rows.getString(3),
                                before == null ? clock.instant() : before.createdAt()));
            }
        }
        if (!found.equals(catalog.databases(branchId))) {
            catalog.commit(change -> change.replaceDatabases(branchId, found));
        }
    }

    private static void rename(Connection connection, String name, String newName)
            throws SQLException {
        String database = Names.quoted(name);
        execute(connection, "ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(database));
        String allowed = database;
        try {
            endSessionsIn(connection, name);
            execute(
                    connection,
                    "ALTER DATABASE %s RENAME TO %s".formatted(database, Names.quoted(newName)));
            allowed = Names.quoted(newName);
        } finally {
            execute(connection, "ALTER DATABASE %s ALLOW_CONNECTIONS true".formatted(allowed));
        }
    }

    private static void endSessionsIn(Connection connection, String database) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                                + " WHERE datname = ?")) {
            statement.setString(1, database);
            statement.execute();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
