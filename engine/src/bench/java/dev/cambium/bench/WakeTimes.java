package dev.cambium.bench;

import dev.cambium.engine.VolumeChoice;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineEvent;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * How long a client waits that connects to a cleanly stopped branch: until its first row, and where
 * that time goes. The paired figure is the same client on the same branch while that runs.
 *
 * <p>Arguments: how many wakes, and {@code disable} or {@code require} for TLS. Runs an engine of
 * its own in a temporary home.
 */
public final class WakeTimes {

    private static final int WARM_UP_ROUNDS = 5;

    private final EngineClient engine;
    private final String project;
    private final String endpoint;
    private final String jdbc;
    private final BlockingQueue<EngineEvent> events = new LinkedBlockingQueue<>();
    private final Map<String, List<Double>> millis = new LinkedHashMap<>();

    private WakeTimes(EngineClient engine, String project, String tls) {
        this.engine = engine;
        this.project = project;
        this.endpoint = engine.endpoints().of(project, "main").getFirst().id();
        this.jdbc =
                BenchEngine.jdbc(engine, project, "main", tls)
                        + (tls.equals("require") ? "&channelBinding=require" : "");
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        BenchEngine.with(
                VolumeChoice.AUTO,
                (engine, project) -> {
                    WakeTimes times = new WakeTimes(engine, project, arguments[1]);
                    try (AutoCloseable following = engine.follow(times.events::add, lost -> {})) {
                        times.measure(rounds);
                    }
                    System.out.printf("%d wakes, sslmode=%s%n", rounds, arguments[1]);
                    times.print();
                });
    }

    private void measure(int rounds) throws Exception {
        query();
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            engine.endpoints().suspend(project, endpoint);
            await("compute.asleep");
            Instant asked = Instant.now();
            long began = System.nanoTime();
            double connected = query();
            double firstRow = (System.nanoTime() - began) / 1e6;
            Instant starting = await("compute.starting").time();
            Instant running = await("compute.running").time();
            long awake = System.nanoTime();
            query();
            double direct = (System.nanoTime() - awake) / 1e6;
            if (round >= 0) {
                note("connect to first row", firstRow);
                note("  until the start begins", between(asked, starting));
                note("  process start to ready", between(starting, running));
                note("  then authentication", connected - between(asked, running));
                note("  then the first row", firstRow - connected);
                note("the same while it runs", direct);
            }
        }
    }

    /** Connects and reads a row; answers after how many milliseconds it was connected. */
    private double query() throws Exception {
        long began = System.nanoTime();
        try (Connection connection = DriverManager.getConnection(jdbc)) {
            double connected = (System.nanoTime() - began) / 1e6;
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT count(*) FROM pg_class")) {
                rows.next();
            }
            return connected;
        }
    }

    private EngineEvent await(String kind) throws InterruptedException {
        while (true) {
            EngineEvent event = events.poll(30, TimeUnit.SECONDS);
            if (event == null) {
                throw new IllegalStateException("no event " + kind);
            }
            if (event.kind().equals(kind)) {
                return event;
            }
        }
    }

    private static double between(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e6;
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
                            "%-26s min %.1f  p50 %.1f  p95 %.1f  max %.1f ms%n",
                            what,
                            sorted.getFirst(),
                            sorted.get(sorted.size() / 2),
                            sorted.get(sorted.size() * 95 / 100),
                            sorted.getLast());
                });
    }
}
