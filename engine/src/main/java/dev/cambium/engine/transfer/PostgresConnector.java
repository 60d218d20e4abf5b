package dev.cambium.engine.transfer;

import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Sessions of one role on one server over TCP. Thread-safe. */
public final class PostgresConnector implements DatabaseConnector {

    /** Every cluster has it unless someone dropped it on purpose. */
    private static final String MAINTENANCE_DATABASE = "postgres";

    private final String host;
    private final int port;
    private final Properties session = new Properties();

    /** Should be a superuser: dumps set owners and switch triggers off. */
    public PostgresConnector(String host, int port, String user, @Nullable String password) {
        this(host, port, user, password, new Properties());
    }

    /**
     * @param more further properties of the driver, such as {@code sslmode}
     */
    public PostgresConnector(
            String host, int port, String user, @Nullable String password, Properties more) {
        this.host = host;
        this.port = port;
        session.putAll(more);
        PGProperty.USER.set(session, user);
        if (password != null) {
            PGProperty.PASSWORD.set(session, password);
        }
        PGProperty.PREFER_QUERY_MODE.set(session, "simple");
        PGProperty.APPLICATION_NAME.set(session, "cambium import");
        PGProperty.TCP_KEEP_ALIVE.set(session, true);
    }

    @Override
    public Connection connect(String database) throws SQLException {
        String name = URLEncoder.encode(database, StandardCharsets.UTF_8);
        String address = "jdbc:postgresql://%s:%d/%s".formatted(host, port, name);
        Connection connection = new Driver().connect(address, session);
        if (connection == null) {
            throw new SQLException("the Postgres driver did not take its own address");
        }
        return connection;
    }

    @Override
    public boolean databaseExists(String database) throws SQLException {
        try (Connection connection = connect(MAINTENANCE_DATABASE);
                PreparedStatement query =
                        connection.prepareStatement(
                                "SELECT 1 FROM pg_catalog.pg_database WHERE datname = ?")) {
            query.setString(1, database);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    @Override
    public void createDatabase(String database) throws SQLException {
        try (Connection connection = connect(MAINTENANCE_DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + SqlTokens.quoteName(database));
        }
    }
}
