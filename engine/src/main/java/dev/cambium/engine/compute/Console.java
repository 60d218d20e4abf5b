package dev.cambium.engine.compute;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * The engine's own way into a compute: the superuser, over the private socket, without a password.
 *
 * @param sockets the folder of the sockets
 * @param port names the socket in it
 */
public record Console(Path sockets, int port) {

    private static final int CONNECT_SECONDS_MAX = 10;

    /** Opens a session in a database; the caller closes it. */
    public Connection connect(String database) throws SQLException {
        return connect(database, new Properties());
    }

    /**
     * Like {@link #connect(String)}, with more properties of the JDBC driver.
     *
     * @param extra names as in org.postgresql.PGProperty
     */
    public Connection connect(String database, Properties extra) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(extra);
        properties.setProperty("user", ComputeFolders.ENGINE_ROLE);
        properties.setProperty("PGDBNAME", database);
        properties.setProperty("ApplicationName", "cambium");
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("loginTimeout", Integer.toString(CONNECT_SECONDS_MAX));
        properties.setProperty(
                "socketFactory", "org.newsclub.net.unix.AFUNIXSocketFactory$FactoryArg");
        properties.setProperty("socketFactoryArg", sockets.resolve(".s.PGSQL." + port).toString());
        return DriverManager.getConnection("jdbc:postgresql://localhost/", properties);
    }
}
