package dev.cambium.engine.transfer.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.testing.TestPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

class ShopSampleIT {

    private static final long SEED = 7;

    @TempDir static Path folder;
    static TestPostgres postgres;

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = TestPostgres.initdb(folder.resolve("pgdata"), "--wal-segsize=1");
        postgres.start("max_wal_size=256MB", "fsync=off");
        load("shop", SEED);
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void hasAboutTheSizeItPromises() throws SQLException {
        assertThat(query("shop", "SELECT count(*) FROM customer")).isEqualTo("2000");
        assertThat(query("shop", "SELECT count(*) FROM orders")).isEqualTo("6000");
        assertThat(query("shop", "SELECT count(*) > 12000 FROM order_item")).isEqualTo("t");
        assertThat(query("shop", "SELECT count(*) FROM review")).isEqualTo("1500");
        assertThat(query("shop", "SELECT count(*) > 3 FROM staff WHERE manager_id IS NOT NULL"))
                .isEqualTo("t");
        assertThat(query("shop", "SELECT count(DISTINCT tableoid) FROM payment")).isEqualTo("3");
    }

    /** The keys were added after the rows, so the server has checked each of them. */
    @Test
    void hasForeignKeysThatHold() throws SQLException {
        assertThat(
                        query(
                                "shop",
                                "SELECT count(*) FROM pg_constraint"
                                        + " WHERE contype = 'f' AND convalidated AND conparentid = 0"))
                .isEqualTo("13");
        assertThat(
                        query(
                                "shop",
                                "SELECT count(*) FROM orders o JOIN address a USING (address_id)"
                                        + " WHERE a.customer_id <> o.customer_id"))
                .isEqualTo("0");
    }

    @Test
    void tellsOneStory() throws SQLException {
        assertThat(
                        query(
                                "shop",
                                "SELECT count(*) FROM payment p JOIN order_total t USING (order_id)"
                                        + " WHERE p.amount_eur <> t.total_eur OR p.paid_at <"
                                        + " t.ordered_at OR t.status IN ('new', 'cancelled')"))
                .isEqualTo("0");
        assertThat(
                        query(
                                "shop",
                                "SELECT count(*) FROM review r WHERE NOT EXISTS (SELECT FROM orders o"
                                        + " JOIN order_item i USING (order_id) WHERE o.customer_id ="
                                        + " r.customer_id AND i.product_id = r.product_id)"))
                .isEqualTo("0");
        assertThat(query("shop", "SELECT count(*) > 300 FROM product_sales")).isEqualTo("t");
    }

    @Test
    void takesNewRowsBehindItsOwn() throws SQLException {
        assertThat(
                        query(
                                "shop",
                                "INSERT INTO customer (first_name, last_name, email, registered_at)"
                                        + " VALUES ('A', 'B', 'a@b.example', now())"
                                        + " RETURNING customer_id > 2000"))
                .isEqualTo("t");
    }

    @Test
    void isTheSameForTheSameSeed() throws SQLException {
        load("same", SEED);
        load("other", SEED + 1);
        for (String table : new String[] {"product", "orders", "order_item", "payment", "review"}) {
            assertThat(checksum("same", table)).isEqualTo(checksum("shop", table));
            assertThat(checksum("other", table)).isNotEqualTo(checksum("shop", table));
        }
        String firstCustomers = "(SELECT * FROM customer WHERE customer_id <= 2000)";
        assertThat(checksum("same", firstCustomers)).isEqualTo(checksum("shop", firstCustomers));
    }

    @Test
    void leavesADatabaseAloneThatHasSuchTables() throws SQLException {
        postgres.execute("CREATE DATABASE taken");
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl("taken"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE review ()");
            assertThatThrownBy(() -> new ShopSample(1, SEED).load(connection))
                    .hasMessageContaining("review");
            assertThat(connection.getAutoCommit()).isTrue();
        }
        assertThat(query("taken", "SELECT count(*) FROM pg_class WHERE relname = 'customer'"))
                .isEqualTo("0");
    }

    private static String checksum(String database, String rows) throws SQLException {
        return query(
                database,
                "SELECT md5(string_agg(t::text, ';' ORDER BY t::text)) FROM " + rows + " t");
    }

    private static void load(String database, long seed) throws SQLException {
        postgres.execute("CREATE DATABASE " + database);
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl(database))) {
            assertThat(new ShopSample(1, seed).load(connection)).isGreaterThan(30_000);
        }
    }

    private static String query(String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl(database));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return String.valueOf(rows.getString(1));
        }
    }
}
