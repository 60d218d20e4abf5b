package dev.cambium.bench.storage;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A running Postgres that workloads are run on, reached without any relay. */
public abstract class BenchServer implements AutoCloseable {

    /** For programs that libpq is in. */
    abstract String uri();

    /** For JDBC, with user and password. */
    abstract String jdbc();

    /** Stops it cleanly and starts it again. */
    abstract void restart() throws Exception;

    /** Nothing of the database is in memory afterwards; as root only. */
    final void cold() throws Exception {
        restart();
        Commands.run("sync");
        Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "3", StandardCharsets.US_ASCII);
    }

    /** Runs statements in one session. */
    public final void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbc());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    final String ask(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbc());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** How long the last of some statements of one session takes; seconds. */
    final double secondsOfLast(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbc());
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < statements.length - 1; i++) {
                statement.execute(statements[i]);
            }
            long began = System.nanoTime();
            statement.execute(statements[statements.length - 1]);
            return (System.nanoTime() - began) / 1e9;
        }
    }

    @Override
    public void close() throws Exception {}
}
