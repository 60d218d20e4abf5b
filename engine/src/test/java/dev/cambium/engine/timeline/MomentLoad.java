package dev.cambium.engine.timeline;

import dev.cambium.engine.compute.Compute;
import dev.cambium.engine.testing.Patience;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Four clients that move money and one that makes, fills and drops tables, and writes checkpoints
 * now and then. Each transaction notes its own number beside what it did. The server may be killed
 * under it.
 */
final class MomentLoad implements AutoCloseable {

    static final int CLIENTS = 4;

    private static final int ACCOUNTS = 4_000;
    private static final int TABLES_ALIVE = 3;

    private final Compute compute;
    private final long seed;
    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 1);
    private final AtomicInteger committed = new AtomicInteger();
    private final AtomicInteger tables;
    private volatile boolean stopped;

    private MomentLoad(Compute compute, long seed, AtomicInteger tables) {
        this.compute = compute;
        this.seed = seed;
        this.tables = tables;
    }

    static void prepare(Compute compute) throws SQLException {
        TestTimelines.execute(
                compute,
                "create table account (id int primary key, balance bigint, filler text)",
                "insert into account select i, 0, repeat('x', 80) from generate_series(1, "
                        + ACCOUNTS
                        + ") i",
                "create table history (xid bigint, client int, delta bigint, filler text)",
                "create index on history (xid)",
                "create table ddl_log (xid bigint, name text, made boolean)",
                "create extension amcheck");
    }

    /**
     * @param tables counts the tables made so far, over all loads
     */
    static MomentLoad on(Compute compute, long seed, AtomicInteger tables) {
        MomentLoad load = new MomentLoad(compute, seed, tables);
        for (int client = 0; client < CLIENTS; client++) {
            int number = client;
            load.threads.execute(
                    () -> load.untilStopped(connection -> load.move(connection, number)));
        }
        load.threads.execute(() -> load.untilStopped(load::changeTables));
        return load;
    }

    /** Returns when so many more transactions were committed. */
    void await(int commits) {
        int enough = committed.get() + commits;
        Patience.await("the clients come forward").until(() -> committed.get() >= enough);
    }

    static List<WrittenHistory.Move> moves(Compute server) throws SQLException {
        List<WrittenHistory.Move> moves = new ArrayList<>();
        try (Connection connection = server.console().connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select xid, client, delta from history")) {
            while (rows.next()) {
                moves.add(
                        new WrittenHistory.Move(rows.getLong(1), rows.getInt(2), rows.getLong(3)));
            }
        }
        return moves;
    }

    static List<WrittenHistory.Ddl> ddl(Compute server) throws SQLException {
        List<WrittenHistory.Ddl> ddl = new ArrayList<>();
        try (Connection connection = server.console().connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select xid, name, made from ddl_log")) {
            while (rows.next()) {
                ddl.add(
                        new WrittenHistory.Ddl(
                                rows.getLong(1), rows.getString(2), rows.getBoolean(3)));
            }
        }
        return ddl;
    }

    private interface Deeds {
        void on(Connection connection) throws SQLException;
    }

    private void untilStopped(Deeds deeds) {
        try (Connection connection = compute.console().connect("postgres")) {
            connection.setAutoCommit(false);
            deeds.on(connection);
        } catch (SQLException e) {
            if (!stopped) {
                return; // killed: the one who waits for commits finds out if that was no part of it
            }
        }
    }

    private void move(Connection connection, int client) throws SQLException {
        Random random = new Random(seed + client);
        try (PreparedStatement move =
                        connection.prepareStatement(
                                "update account set balance = balance + ? where id = ?");
                PreparedStatement note =
                        connection.prepareStatement(
                                "insert into history values (pg_current_xact_id()::text::bigint, ?, ?, ?)")) {
            while (!stopped) {
                long delta = random.nextInt(2_000) - 1_000;
                move.setLong(1, delta);
                move.setInt(2, 1 + client + CLIENTS * random.nextInt(ACCOUNTS / CLIENTS));
                move.executeUpdate();
                note.setInt(1, client);
                note.setLong(2, delta);
                note.setString(3, "y".repeat(random.nextInt(400)));
                note.executeUpdate();
                if (random.nextInt(20) == 0) {
                    connection.rollback();
                } else {
                    connection.commit();
                    committed.incrementAndGet();
                }
            }
        }
    }

    private void changeTables(Connection connection) throws SQLException {
        Random random = new Random(seed - 1);
        try (Statement statement = connection.createStatement()) {
            while (!stopped) {
                int number = tables.incrementAndGet();
                String name = "made_%04d".formatted(number);
                statement.execute(
                        "create table %s as select i, repeat('z', 60) t from generate_series(1, 300) i"
                                .formatted(name));
                statement.execute("create index on " + name + " (i)");
                note(statement, name, true);
                if (number > TABLES_ALIVE) {
                    String old = "made_%04d".formatted(number - TABLES_ALIVE);
                    statement.execute("drop table if exists " + old);
                    note(statement, old, false);
                }
                connection.commit();
                if (random.nextInt(4) == 0) {
                    connection.setAutoCommit(true);
                    statement.execute(random.nextBoolean() ? "checkpoint" : "vacuum account");
                    connection.setAutoCommit(false);
                }
                Thread.sleep(random.nextInt(60));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void note(Statement statement, String name, boolean made) throws SQLException {
        statement.execute(
                "insert into ddl_log values (pg_current_xact_id()::text::bigint, '%s', %s)"
                        .formatted(name, made));
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        threads.shutdown();
        if (!threads.awaitTermination(120, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a client hangs");
        }
    }
}
