package dev.cambium.engine.transfer;

import java.sql.Connection;
import java.sql.SQLException;

/** How an import reaches the databases of one server. */
public interface DatabaseConnector {

    /**
     * A new session. It must be one of the Postgres driver, with {@code preferQueryMode=simple} (so
     * that each statement goes to the server as it is written, in a message of its own); {@link
     * PostgresConnector} does that. The caller closes it.
     */
    Connection connect(String database) throws SQLException;

    boolean databaseExists(String database) throws SQLException;

    /** Makes an empty database with the server's defaults. */
    void createDatabase(String database) throws SQLException;
}
