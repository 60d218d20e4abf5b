package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.Project;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** The sample shop on one branch, through a connection like any application's. */
final class SampleShop implements AutoCloseable {

    /** Opening a sleeping branch wakes it; longer than any wake. */
    private static final int LOGIN_SECONDS_MAX = 30;

    private final Connection connection;

    private SampleShop(Connection connection) {
        this.connection = connection;
    }

    static SampleShop open(EngineClient engine, Project project, Branch branch, String database)
            throws SQLException {
        ConnectionUri uri = engine.connectionUri(project.id(), branch.id(), database, null);
        Properties properties = new Properties();
        properties.setProperty("user", uri.connectionParameters().role());
        properties.setProperty("password", uri.connectionParameters().password());
        properties.setProperty("sslmode", "require");
        properties.setProperty("loginTimeout", String.valueOf(LOGIN_SECONDS_MAX));
        properties.setProperty("ApplicationName", "cambium demo");
        String url =
                "jdbc:postgresql://%s/%s".formatted(uri.connectionParameters().host(), database);
        return new SampleShop(DriverManager.getConnection(url, properties));
    }

    boolean isLoaded() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery("SELECT to_regclass('products') IS NOT NULL")) {
            return found.next() && found.getBoolean(1);
        }
    }

    /** A price rise and a wiped order book: changes nobody would try on the real thing. */
    String change() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int products = statement.executeUpdate("UPDATE products SET price = price * 2");
            return "doubled the prices of %s products".formatted(Amount.count(products));
        }
    }

    /** What {@link #change} changes. */
    String describe() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet sums =
                        statement.executeQuery("SELECT count(*), sum(price) FROM products")) {
            if (!sums.next()) {
                throw new SQLException("a sum without a row");
            }
            BigDecimal total = sums.getBigDecimal(2);
            return "%s products, prices sum up to %s"
                    .formatted(Amount.count(sums.getLong(1)), total);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
