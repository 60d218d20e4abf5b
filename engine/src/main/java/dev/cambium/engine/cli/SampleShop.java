package dev.cambium.engine.cli;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.Project;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;

/** The sample shop on one branch, through a connection like any application's. */
final class SampleShop implements AutoCloseable {

    /** Longer than any start of a server takes. */
    private static final int LOGIN_SECONDS_MAX = 30;

    private final Connection connection;

    private SampleShop(Connection connection) {
        this.connection = connection;
    }

    static SampleShop open(EngineClient engine, Project project, Branch branch, String database)
            throws SQLException {
        ConnectionUri uri =
                engine.endpoints().connectionUri(project.id(), branch.id(), database, null);
        Properties properties = new Properties();
        properties.setProperty("user", uri.connectionParameters().role());
        properties.setProperty("password", uri.connectionParameters().password());
        properties.setProperty(
                "sslmode", uri.connectionUri().contains("sslmode=require") ? "require" : "prefer");
        properties.setProperty("loginTimeout", String.valueOf(LOGIN_SECONDS_MAX));
        properties.setProperty("ApplicationName", "cambium demo");
        String url =
                "jdbc:postgresql://%s/%s".formatted(uri.connectionParameters().host(), database);
        return new SampleShop(DriverManager.getConnection(url, properties));
    }

    boolean isLoaded() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery("SELECT to_regclass('product') IS NOT NULL")) {
            return found.next() && found.getBoolean(1);
        }
    }

    /** What a slip of the hand can do to a shop; nobody would try it on the real thing. */
    String change() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int products = statement.executeUpdate("UPDATE product SET price_eur = price_eur * 2");
            int reviews = statement.executeUpdate("DELETE FROM review");
            return "doubled the prices of %s products and deleted all %s reviews"
                    .formatted(Amount.count(products), Amount.count(reviews));
        }
    }

    /** What {@link #change} changes. */
    String describe() throws SQLException {
        String question =
                "SELECT (SELECT sum(price_eur) FROM product), (SELECT count(*) FROM review)";
        try (Statement statement = connection.createStatement();
                ResultSet sums = statement.executeQuery(question)) {
            if (!sums.next()) {
                throw new SQLException("a sum without a row");
            }
            return "all products together %s EUR, %s reviews"
                    .formatted(
                            String.format(Locale.ROOT, "%,.2f", sums.getBigDecimal(1)),
                            Amount.count(sums.getLong(2)));
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
