package dev.cambium.engine.compute;

import org.postgresql.PGProperty;

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
 * A session of the superuser in one database, over the private socket. Its settings come with the
 * connection, so that they have the last word, also over those of the database and the role. Not
 * thread-safe.
 */
public class EngineSession implements AutoCloseable {

    private final Connection connection;

    /**
     * @param settings of Postgres, by name; spaces in values are escaped by a backslash
     */
    protected EngineSession(Console console, String database, Map<String, String> settings)
            throws SQLException {
        Properties properties = new Properties();
        PGProperty.OPTIONS.set(
                properties,
                settings.entrySet().stream()
                        .map(setting -> "-c " + setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining(" ")));
        connection = console.connect(database, ComputeFolders.ENGINE_ROLE, properties);
    }

    /** Makes something of the current row. */
    public interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    public final void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What is made of each row of a query, in its order. */
    public final <T> List<T> list(String query, Reading<T> reading) throws SQLException {
        List<T> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(reading.of(rows));
            }
        }
        return found;
    }

    public final Connection connection() {
        return connection;
    }

    @Override
    public final void close() throws SQLException {
        connection.close();
    }
}
