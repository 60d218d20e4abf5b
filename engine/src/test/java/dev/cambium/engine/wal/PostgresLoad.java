package dev.cambium.engine.wal;

import dev.cambium.engine.testing.TestPostgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes to a Postgres what makes many kinds of WAL records. Each transaction that commits leaves
 * exactly one row in {@code mark}, so that the rows tell which commits a server knows of.
 */
final class PostgresLoad {

    private static final int ACCOUNTS = 5_000;

    private final TestPostgres postgres;

    /** Names of tables and prepared transactions are used once. */
    private final AtomicInteger numbers = new AtomicInteger();

    /** The transactions whose commit was answered. */
    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();

    /** Whether some transactions are prepared first: their commit does not tell their id. */
    private final boolean prepares;

    PostgresLoad(TestPostgres postgres) {
        this(postgres, true);
    }

    PostgresLoad(TestPostgres postgres, boolean prepares) {
        this.postgres = postgres;
        this.prepares = prepares;
    }

    void prepare() throws SQLException {
        postgres.execute(
                "create table account (id int primary key, balance int, filler text)",
                "insert into account select i, 0, repeat('x', 60) from generate_series(1, "
                        + ACCOUNTS
                        + ") i",
                "create table mark (xid bigint primary key)",
                "create table large (data bytea)",
                "create sequence counter");
    }

    Set<Long> acknowledged() {
        return acknowledged;
    }

    /** Runs the mix; returns when all clients have ended. A killed server ends it quietly. */
    void run(int clients, int transactions, boolean untilKilled) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                int seed = client;
                running.add(threads.submit(() -> client(seed, transactions, untilKilled)));
            }
            for (Future<?> future : running) {
                future.get();
            }
        }
    }

    private void client(int seed, int transactions, boolean untilKilled) {
        Random random = new Random(seed);
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < transactions; i++) {
                transaction(connection, statement, random, seed);
            }
        } catch (SQLException e) {
            if (!untilKilled) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void transaction(Connection connection, Statement statement, Random random, int client)
            throws SQLException {
        int number = numbers.incrementAndGet();
        int kind = random.nextInt(100);
        for (int i = 0; i < 3; i++) {
            statement.executeUpdate(
                    "update account set balance = balance + 1 where id = "
                            + (1 + random.nextInt(ACCOUNTS / 4) + client * (ACCOUNTS / 4)));
        }
        if (kind < 4) {
            byte[] data = new byte[random.nextInt(60_000)];
            random.nextBytes(data);
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into large values (?)")) {
                insert.setBytes(1, data);
                insert.executeUpdate();
            }
        } else if (kind < 8) {
            statement.execute(
                    "select pg_logical_emit_message(true, 'test', repeat('m', "
                            + random.nextInt(40_000)
                            + "))");
        } else if (kind < 10) {
            statement.execute("create table t" + number + " (i int primary key)");
            statement.execute("insert into t" + number + " select * from generate_series(1, 200)");
        } else if (kind < 14) {
            statement.execute("savepoint s");
            statement.execute("select nextval('counter')");
            statement.execute("insert into large values ('x')");
            statement.execute("rollback to savepoint s");
        } else if (kind < 18) {
            connection.rollback();
            return;
        }
        long xid;
        try (ResultSet row =
                statement.executeQuery(
                        "insert into mark values (pg_current_xact_id()::text::bigint)"
                                + " returning xid")) {
            row.next();
            xid = row.getLong(1);
        }
        if (prepares && kind >= 18 && kind < 20) {
            statement.execute("prepare transaction 'p" + number + "'");
            connection.setAutoCommit(true);
            statement.execute("commit prepared 'p" + number + "'");
            connection.setAutoCommit(false);
        } else {
            connection.commit();
        }
        acknowledged.add(xid);
    }
}
