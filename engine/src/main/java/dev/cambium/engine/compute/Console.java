package dev.cambium.engine.compute;

import org.postgresql.PGProperty;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * The engine's own way into a compute: the superuser, over the private socket, without a password.
 *
 * @param sockets the folder of the sockets
 * @param port names the socket in it
 */
public record Console(Path sockets, int port) {

    /**
     * It takes milliseconds; but on a computer that has far too much to do it once took more than
     * ten seconds, and what had been done by then was lost.
     */
    private static final int CONNECT_SECONDS_MAX = 30;

    /** Opens a session of the superuser in a database; the caller closes it. */
    public Connection connect(String database) throws SQLException {
        return connect(database, ComputeFolders.ENGINE_ROLE, new Properties());
    }

    /**
     * Opens a session of any role: over the private socket nobody is asked for a password.
     *
     * @param extra more properties of the JDBC driver, named as in org.postgresql.PGProperty
     */
    public Connection connect(String database, String role, Properties extra) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(extra);
        PGProperty.USER.set(properties, role);
        PGProperty.PG_DBNAME.set(properties, database);
        PGProperty.APPLICATION_NAME.set(properties, "cambium");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "16"); // saves a round trip
        PGProperty.SSL_MODE.set(properties, "disable");
        PGProperty.GSS_ENC_MODE.set(properties, "disable");
        PGProperty.LOGIN_TIMEOUT.set(properties, CONNECT_SECONDS_MAX);
        PGProperty.SOCKET_FACTORY.set(
                properties, "org.newsclub.net.unix.AFUNIXSocketFactory$FactoryArg");
        PGProperty.SOCKET_FACTORY_ARG.set(
                properties, sockets.resolve(".s.PGSQL." + port).toString());
        return DriverManager.getConnection("jdbc:postgresql://localhost/", properties);
    }

    /** Writes all dirty pages and a checkpoint, so that forks need little replay. */
    public void checkpoint() throws SQLException {
        try (Connection connection = connect(ComputeFolders.ENGINE_ROLE);
                Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
        }
    }
}
