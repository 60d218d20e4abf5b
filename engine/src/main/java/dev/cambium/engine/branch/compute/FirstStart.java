package dev.cambium.engine.branch.compute;

import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Names;
import dev.cambium.engine.compute.Compute;
import dev.cambium.engine.compute.ComputeException;
import dev.cambium.engine.compute.ComputeFolders;
import dev.cambium.engine.compute.Console;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.timeline.StartCheck.Expectation;
import dev.cambium.engine.timeline.StartNeeds.Needs;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts servers so that none begins at the wrong moment or acts outside in its parent's name.
 *
 * <p>A server that is the first on its timeline is checked before and after its start ({@link
 * dev.cambium.engine.timeline.StartCheck}). If its content may hold subscriptions it is started
 * without workers for them, they are disabled and let go of their slots at the publisher, which are
 * the parent's, and it is started again. Thread-safe.
 */
public final class FirstStart {

    private static final Logger log = LoggerFactory.getLogger(FirstStart.class);

    private static final Map<String, String> NO_SUBSCRIPTION_WORKERS =
            Map.of("max_logical_replication_workers", "0");

    /** The lock table has max_locks_per_transaction places for each process a server may have. */
    private static final int SERVER_PROCESSES_MIN = 16;

    /** Four times the default of Postgres. */
    private static final int LOCKS_MIN = 256;

    private final EngineParts parts;

    public FirstStart(EngineParts parts) {
        this.parts = parts;
    }

    /**
     * Starts the first server on a timeline; returns when it answers, began at its point and holds
     * no subscription that acts.
     *
     * @throws IOException if it did not begin there; the caller must end the server, and does not
     *     let anyone use it
     */
    void first(Compute compute, Lsn point) throws ComputeException, IOException, SQLException {
        Needs needs = parts.startNeeds().of(compute.timeline());
        Optional<Expectation> expected =
                parts.startCheck().before(compute.timeline(), point, needs.walEnd());
        Map<String, String> settings = new HashMap<>(needs.limits());
        if (needs.mayHaveSubscriptions()) {
            settings.putAll(NO_SUBSCRIPTION_WORKERS);
        }
        compute.start(settings);
        if (expected.isPresent()) {
            parts.startCheck().after(expected.get());
        }
        if (needs.mayHaveSubscriptions()) {
            int disabled = disableSubscriptions(compute.console());
            log.info("Disabled {} subscriptions of {}", disabled, compute.timeline());
            compute.stop();
            again(compute);
        }
    }

    /** As {@link #first} for a server that only reads: its subscriptions just never work. */
    public void firstToRead(Compute compute, Lsn point)
            throws ComputeException, IOException, SQLException {
        firstWithoutSubscriptions(compute, point, 0);
    }

    /**
     * As {@link #firstToRead} for a server that empties all its tables in one transaction.
     *
     * @param files how many files its relations have: each may need a lock
     */
    public void firstToEmpty(Compute compute, Lsn point, int files)
            throws ComputeException, IOException, SQLException {
        firstWithoutSubscriptions(compute, point, LOCKS_MIN + files / SERVER_PROCESSES_MIN);
    }

    private void firstWithoutSubscriptions(Compute compute, Lsn point, int locksMin)
            throws ComputeException, IOException, SQLException {
        Needs needs = parts.startNeeds().of(compute.timeline());
        Optional<Expectation> expected =
                parts.startCheck().before(compute.timeline(), point, needs.walEnd());
        Map<String, String> settings = new HashMap<>(needs.limits());
        settings.putAll(NO_SUBSCRIPTION_WORKERS);
        if (locksMin > 0) {
            settings.merge(
                    "max_locks_per_transaction",
                    Integer.toString(locksMin),
                    (one, other) -> Integer.parseInt(one) > Integer.parseInt(other) ? one : other);
        }
        compute.start(settings);
        if (expected.isPresent()) {
            parts.startCheck().after(expected.get());
        }
    }

    /**
     * Starts a server that follows another one, on a copy that was opened at a point; returns when
     * it can be read and has replayed WAL up to there at least.
     *
     * @param primary how it reaches the other one, for primary_conninfo
     */
    public void following(Compute compute, Lsn point, String primary)
            throws ComputeException, IOException, SQLException {
        Optional<Expectation> expected = parts.startCheck().before(compute.timeline(), point);
        Map<String, String> settings =
                new HashMap<>(parts.startNeeds().toFollow(compute.timeline()));
        settings.put("primary_conninfo", primary);
        compute.start(settings);
        if (expected.isPresent() && !hasReplayed(compute.console(), point)) {
            compute.stop();
            throw new IOException("it can be read before it has replayed WAL up to " + point);
        }
    }

    private static boolean hasReplayed(Console console, Lsn point) throws SQLException {
        try (Connection connection = console.connect(ComputeFolders.ENGINE_ROLE);
                PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT pg_last_wal_replay_lsn() >= ?::pg_lsn")) {
            statement.setString(1, point.toString());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** Starts a server on a timeline that has had one. */
    void again(Compute compute) throws ComputeException, IOException {
        compute.start(parts.startNeeds().of(compute.timeline()).limits());
    }

    private static int disableSubscriptions(Console console) throws SQLException {
        Map<String, List<String>> byDatabase = new HashMap<>();
        try (Connection connection = console.connect(ComputeFolders.ENGINE_ROLE);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                """
                                SELECT datname, subname
                                FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid
                                """)) {
            while (rows.next()) {
                byDatabase
                        .computeIfAbsent(rows.getString(1), name -> new ArrayList<>())
                        .add(rows.getString(2));
            }
        }
        int disabled = 0;
        for (Map.Entry<String, List<String>> database : byDatabase.entrySet()) {
            try (Connection connection = console.connect(database.getKey());
                    Statement statement = connection.createStatement()) {
                for (String name : database.getValue()) {
                    String quoted = Names.quoted(name);
                    statement.execute("ALTER SUBSCRIPTION " + quoted + " DISABLE");
                    statement.execute("ALTER SUBSCRIPTION " + quoted + " SET (slot_name = NONE)");
                    disabled++;
                }
            }
        }
        return disabled;
    }
}
