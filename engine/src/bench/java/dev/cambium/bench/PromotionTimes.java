package dev.cambium.bench;

import dev.cambium.engine.VolumeChoice;
import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.NewSnapshot;
import dev.cambium.engine.api.SnapshotRestore;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * For how long a branch does not answer while a snapshot is restored onto it: what a client sees
 * that asks it all the time and connects again, without a pause, when it is cut off. The gap runs
 * from its last answer of the old content to its first of the new one.
 *
 * <p>Arguments: how many swaps, and optionally the scale of a pgbench database. Runs an engine of
 * its own in a temporary home.
 */
public final class PromotionTimes {

    private static final int WARM_UP_SWAPS = 3;

    private final EngineClient engine;
    private final String project;
    private final String jdbc;
    private final TreeMap<String, List<Double>> millis = new TreeMap<>();
    private final TreeMap<String, Integer> errors = new TreeMap<>();

    private PromotionTimes(EngineClient engine, String project) {
        this.engine = engine;
        this.project = project;
        this.jdbc = BenchEngine.jdbc(engine, project, "main", "disable");
    }

    public static void main(String[] arguments) throws Exception {
        int swaps = Integer.parseInt(arguments[0]);
        BenchEngine.with(
                VolumeChoice.AUTO,
                (engine, project) -> {
                    PromotionTimes times = new PromotionTimes(engine, project);
                    if (arguments.length > 1) {
                        times.load(arguments[1]);
                    }
                    times.prepare();
                    times.measure(swaps);
                    System.out.printf("%d swaps, volume %s%n", swaps, engine.info().volume());
                    times.print();
                });
    }

    private String uri() {
        return engine.endpoints().connectionUri(project, "main", null, null).connectionUri();
    }

    private void load(String scale) throws Exception {
        Process pgbench =
                new ProcessBuilder("pgbench", "-q", "-i", "-s", scale, uri()).inheritIO().start();
        if (pgbench.waitFor() != 0) {
            throw new IOException("pgbench failed");
        }
    }

    /** Two snapshots that tell which of them one is on. */
    private void prepare() throws Exception {
        execute("CREATE TABLE side AS SELECT 'a' AS name");
        engine.snapshots().create(project, "main", new NewSnapshot("a", null, null, null));
        execute("UPDATE side SET name = 'b'");
        engine.snapshots().create(project, "main", new NewSnapshot("b", null, null, null));
        while (engine.snapshots().list(project).stream()
                .anyMatch(one -> !one.cambium().state().equals("ready"))) {
            Thread.sleep(100);
        }
    }

    private void measure(int swaps) throws Exception {
        for (int swap = -WARM_UP_SWAPS; swap < swaps; swap++) {
            String side = Math.floorMod(swap, 2) == 0 ? "a" : "b";
            Client client = new Client(side);
            Thread asking = Thread.ofPlatform().start(client);
            while (client.answers < 20) {
                Thread.sleep(5);
            }
            long began = System.nanoTime();
            engine.snapshots().restore(project, side, new SnapshotRestore(null, "main", true));
            double verb = (System.nanoTime() - began) / 1e6;
            asking.join();
            if (swap >= 0) {
                note("gap", client.gapMillis);
                note("verb as a whole", verb);
                errors.merge(client.cutWith, 1, Integer::sum);
            }
            for (Branch branch : engine.branches().list(project)) {
                if (!branch.isDefault()) {
                    engine.branches().delete(project, branch.id());
                }
            }
        }
    }

    /** Asks all the time which side it is on, until it is on the new one. */
    private final class Client implements Runnable {

        private final String awaited;
        private volatile int answers;
        private double gapMillis;
        private String cutWith = "not at all";

        Client(String awaited) {
            this.awaited = awaited;
        }

        @Override
        public void run() {
            long last = System.nanoTime();
            @Nullable Connection connection = null;
            while (true) {
                try {
                    connection =
                            connection == null ? DriverManager.getConnection(jdbc) : connection;
                    try (Statement statement = connection.createStatement();
                            ResultSet rows = statement.executeQuery("SELECT name FROM side")) {
                        rows.next();
                        if (rows.getString(1).equals(awaited) && !cutWith.equals("not at all")) {
                            gapMillis = (System.nanoTime() - last) / 1e6;
                            connection.close();
                            return;
                        }
                        answers++;
                        last = System.nanoTime();
                    }
                } catch (SQLException e) {
                    cutWith = String.valueOf(e.getSQLState());
                    connection = null;
                }
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbc);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void note(String what, double value) {
        millis.computeIfAbsent(what, key -> new ArrayList<>()).add(value);
    }

    private void print() {
        millis.forEach(
                (what, values) -> {
                    List<Double> sorted = values.stream().sorted().toList();
                    System.out.printf(
                            Locale.ROOT,
                            "%-18s min %.1f  p50 %.1f  p95 %.1f  max %.1f ms%n",
                            what,
                            sorted.getFirst(),
                            sorted.get(sorted.size() / 2),
                            sorted.get(sorted.size() * 95 / 100),
                            sorted.getLast());
                });
        System.out.println("cut off with " + errors);
    }
}
