package dev.cambium.engine.transfer;

import dev.cambium.engine.compute.ComputeFolders;
import dev.cambium.engine.compute.Console;

import org.postgresql.PGProperty;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Sessions of one role over a compute's private socket. Thread-safe. */
final class ConsoleConnector implements DatabaseConnector {

    private final Console console;
    private final String role;

    /**
     * @param role owns what the import makes
     */
    ConsoleConnector(Console console, String role) {
        this.console = console;
        this.role = role;
    }

    @Override
    public Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        PGProperty.ALLOW_ENCODING_CHANGES.set(properties, true);
        return console.connect(database, role, properties);
    }

    @Override
    public boolean databaseExists(String database) throws SQLException {
        try (Connection connection = connect(ComputeFolders.ENGINE_ROLE);
                PreparedStatement query =
                        connection.prepareStatement(
                                "SELECT 1 FROM pg_catalog.pg_database WHERE datname = ?")) {
            query.setString(1, database);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Throws a database away, with who is connected to it; nothing if there is none. */
    void dropDatabase(String database) throws SQLException {
        try (Connection connection = connect(ComputeFolders.ENGINE_ROLE);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "DROP DATABASE IF EXISTS %s WITH (FORCE)"
                            .formatted(SqlTokens.quoteName(database)));
        }
    }

    @Override
    public void createDatabase(String database) throws SQLException {
        try (Connection connection = connect(ComputeFolders.ENGINE_ROLE);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + SqlTokens.quoteName(database));
        }
    }
}
