package dev.cambium.engine.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Clients that move money between accounts, as pgbench does, until it is closed. Each transaction
 * of a client leaves one row of the history with the client's next number, so that the rows tell
 * which commits a server knows of; and the accounts add up to the history, or a commit is half
 * there.
 */
public final class BankLoad implements AutoCloseable {

    public static final int CLIENTS = 3;

    /** A server with the tables of the bank, or to be given them. */
    public interface Bank {
        /** As a superuser. */
        Connection connect() throws SQLException;
    }

    private static final int ACCOUNTS = 2_000;

    private final Bank bank;
    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private final List<Future<?>> clients = new ArrayList<>();
    private final AtomicLongArray begun = new AtomicLongArray(CLIENTS);
    private final AtomicLongArray acknowledged = new AtomicLongArray(CLIENTS);
    private volatile boolean stopped;

    private BankLoad(Bank bank, long[] from) {
        this.bank = bank;
        for (int client = 0; client < CLIENTS; client++) {
            begun.set(client, from[client]);
            acknowledged.set(client, from[client]);
        }
    }

    public static void prepare(Bank bank) throws SQLException {
        execute(
                bank,
                "create table account (id int primary key, balance bigint, filler text)",
                "insert into account select i, 0, repeat('x', 80) from generate_series(1, "
                        + ACCOUNTS
                        + ") i",
                "create table history (client int, number bigint, delta bigint,"
                        + " primary key (client, number))",
                "create extension amcheck");
    }

    /** Starts to write; the tables are there, and empty. */
    public static BankLoad on(Bank bank) {
        return on(bank, new long[CLIENTS]);
    }

    /**
     * Goes on writing.
     *
     * @param from the number of each client's last transaction so far
     */
    public static BankLoad on(Bank bank, long[] from) {
        BankLoad load = new BankLoad(bank, from);
        for (int client = 0; client < CLIENTS; client++) {
            int number = client;
            load.clients.add(load.threads.submit(() -> load.run(number)));
        }
        return load;
    }

    /** Returns once each client has had so many more commits acknowledged. */
    public void await(int commits) throws Exception {
        long[] from = acknowledged();
        for (int client = 0; client < CLIENTS; client++) {
            while (acknowledged.get(client) < from[client] + commits) {
                if (clients.get(client).isDone()) {
                    clients.get(client).get();
                }
                Thread.sleep(1);
            }
        }
    }

    /** The number of the last commit of each client that was acknowledged. */
    public long[] acknowledged() {
        return copy(acknowledged);
    }

    /** The number of the last transaction of each client that was begun. */
    public long[] begun() {
        return copy(begun);
    }

    /** What of a client's transactions a server has: the highest number, and how many there are. */
    public static long[] known(Bank server, int client) throws SQLException {
        String[] found =
                query(
                                server,
                                "select coalesce(max(number), 0) || ' ' || count(*) from history"
                                        + " where client = "
                                        + client)
                        .split(" ");
        return new long[] {Long.parseLong(found[0]), Long.parseLong(found[1])};
    }

    /** Zero if no commit is half there. */
    public static String difference(Bank server) throws SQLException {
        return query(
                server,
                "select (select sum(balance) from account)"
                        + " - (select coalesce(sum(delta), 0) from history)");
    }

    /** What amcheck finds wrong in the tables and indexes; empty if nothing. */
    public static String damage(Bank server) throws SQLException {
        String heap =
                query(
                        server,
                        "select coalesce(string_agg(c.relname || ': ' || v.msg, '; '), '')"
                                + " from pg_class c, verify_heapam(c.oid) v"
                                + " where c.relkind in ('r', 't') and c.relpersistence = 'p'");
        execute(
                server,
                "select bt_index_check(i.indexrelid, heapallindexed => true)"
                        + " from pg_index i join pg_class c on c.oid = i.indexrelid"
                        + " where c.relam = 403 and c.relpersistence = 'p' and i.indisvalid");
        return heap;
    }

    private void run(int client) {
        Random random = new Random(client);
        try (Connection connection = bank.connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement move =
                            connection.prepareStatement(
                                    "update account set balance = balance + ? where id = ?");
                    PreparedStatement note =
                            connection.prepareStatement("insert into history values (?, ?, ?)")) {
                for (long number = begun.get(client) + 1; !stopped; number++) {
                    long delta = random.nextInt(2_000) - 1_000;
                    begun.set(client, number);
                    move.setLong(1, delta);
                    // Each client has accounts of its own: none waits for another's lock.
                    move.setInt(2, 1 + client + CLIENTS * random.nextInt(ACCOUNTS / CLIENTS));
                    move.executeUpdate();
                    note.setInt(1, client);
                    note.setLong(2, number);
                    note.setLong(3, delta);
                    note.executeUpdate();
                    connection.commit();
                    acknowledged.set(client, number);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long[] copy(AtomicLongArray numbers) {
        long[] copy = new long[CLIENTS];
        for (int i = 0; i < CLIENTS; i++) {
            copy[i] = numbers.get(i);
        }
        return copy;
    }

    private static void execute(Bank bank, String... statements) throws SQLException {
        try (Connection connection = bank.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String query(Bank bank, String sql) throws SQLException {
        try (Connection connection = bank.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Ends the clients, whose server may have been killed under them. */
    public void abandon() throws InterruptedException {
        stopped = true;
        threads.shutdown();
        threads.awaitTermination(120, TimeUnit.SECONDS);
    }

    /** Ends the clients, and fails if one of them met an error. */
    @Override
    public void close() throws ExecutionException, InterruptedException {
        abandon();
        for (Future<?> client : clients) {
            client.get();
        }
    }
}
