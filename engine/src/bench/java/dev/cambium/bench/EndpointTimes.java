package dev.cambium.bench;

import dev.cambium.engine.VolumeChoice;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.RestoreRequest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What endpoints cost: the relay against a direct connection, branches that wake one after the
 * other, the memory of sleeping ones, and what clients notice of restores. {@link WakeTimes}
 * measures a single wake.
 *
 * <p>Arguments: which of {@code relay copy turn asleep swaps} to measure; each takes less than five
 * minutes. Needs pgbench and psql on the PATH. Direct and relayed runs take turns, so that what
 * else the computer does falls on both. Runs an engine of its own in a temporary home.
 */
public final class EndpointTimes {

    private static final int ROUNDS = 5;
    private static final int PGBENCH_SECONDS = 3;
    private static final int BRANCHES_IN_TURN = 100;
    private static final int BRANCHES_ASLEEP = 200;
    private static final int SWAPS = 10;
    private static final int CLIENTS = 8;

    private static final Pattern TPS =
            Pattern.compile("tps = ([0-9.]+) \\(without initial connection time\\)");

    /** A gigabyte of rows that cost the server little. */
    private static final String GIGABYTE =
            "COPY (SELECT repeat('x', 1023) FROM generate_series(1, 1048576)) TO STDOUT";

    private final EngineClient engine;
    private final String project;

    private EndpointTimes(EngineClient engine, String project) {
        this.engine = engine;
        this.project = project;
    }

    public static void main(String[] arguments) throws Exception {
        BenchEngine.with(
                VolumeChoice.AUTO,
                (engine, project) -> {
                    EndpointTimes times = new EndpointTimes(engine, project);
                    for (String what : arguments) {
                        times.measure(what);
                    }
                });
    }

    private void measure(String what) throws Exception {
        System.out.println(what);
        switch (what) {
            case "relay" -> relay();
            case "copy" -> copy();
            case "turn" -> inTurn();
            case "asleep" -> asleep();
            case "swaps" -> swaps();
            default -> throw new IllegalArgumentException("unknown: " + what);
        }
    }

    private void relay() throws Exception {
        run("pgbench", "-i", "-q", "-s", "10", relayed("main"));
        for (String script : List.of("select-only", "tpcb-like")) {
            for (int clients : List.of(1, 16)) {
                compare(
                        "%s, %d clients, in clear, transactions/s".formatted(script, clients),
                        "disable",
                        uri -> {
                            String said =
                                    run(
                                            "pgbench",
                                            "-n",
                                            "-b",
                                            script,
                                            "-c",
                                            String.valueOf(clients),
                                            "-T",
                                            String.valueOf(PGBENCH_SECONDS),
                                            uri);
                            Matcher tps = TPS.matcher(said);
                            if (!tps.find()) {
                                throw new IOException(said);
                            }
                            return Double.parseDouble(tps.group(1));
                        });
            }
        }
    }

    private void copy() throws Exception {
        for (String tls : List.of("disable", "require")) {
            compare(
                    "1 GB out by COPY, sslmode=%s, MB/s".formatted(tls),
                    tls,
                    uri -> {
                        long began = System.nanoTime();
                        run(
                                "sh",
                                "-c",
                                "exec psql -qAt -c \"$1\" \"$2\" >/dev/null",
                                "sh",
                                GIGABYTE,
                                uri);
                        return 1024 / ((System.nanoTime() - began) / 1e9);
                    });
        }
    }

    private interface Speed {
        double of(String uri) throws Exception;
    }

    private void compare(String what, String tls, Speed speed) throws Exception {
        List<Double> direct = new ArrayList<>();
        List<Double> relayed = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = -1; round < ROUNDS; round++) {
            double one = speed.of(direct("main") + "?sslmode=" + tls);
            double other = speed.of(relayed("main") + "?sslmode=" + tls);
            if (round >= 0) {
                direct.add(one);
                relayed.add(other);
                ratios.add(other / one);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "  %s: direct %s, relayed %s, ratio %s%n",
                what,
                spread(direct, "%.0f"),
                spread(relayed, "%.0f"),
                spread(ratios, "%.2f"));
    }

    private void inTurn() throws Exception {
        makeAsleep(BRANCHES_IN_TURN);
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < BRANCHES_IN_TURN; i++) {
            String uri = jdbc("b" + i);
            long began = System.nanoTime();
            query(uri, "SELECT count(*) FROM pg_class");
            millis.add((System.nanoTime() - began) / 1e6);
        }
        System.out.printf(
                Locale.ROOT,
                "  %d branches, connect to first row: %s ms, p95 %.0f%n",
                BRANCHES_IN_TURN,
                spread(millis, "%.0f"),
                millis.stream().sorted().toList().get(BRANCHES_IN_TURN * 95 / 100));
        for (int i = 0; i < BRANCHES_IN_TURN; i++) {
            engine.branches().delete(project, "b" + i);
        }
    }

    private void asleep() throws Exception {
        long before = residentKib();
        makeAsleep(BRANCHES_ASLEEP);
        long after = residentKib();
        System.out.printf(
                Locale.ROOT,
                "  the engine takes %d MiB with one branch and %d MiB with %d more that sleep:"
                        + " %d KiB each; Postgres processes: %d%n",
                before >> 10,
                after >> 10,
                BRANCHES_ASLEEP,
                (after - before) / BRANCHES_ASLEEP,
                ProcessHandle.current().descendants().count());
    }

    /** Each client asks a short question over and over, and connects again when it is cut off. */
    private void swaps() throws Exception {
        query(jdbc("main"), "CREATE TABLE IF NOT EXISTS t AS SELECT 1 AS i");
        engine.branches().create(project, new NewBranch("swapped", null, true));
        String uri = jdbc("swapped");
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong served = new AtomicLong();
        AtomicLong dropped = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        AtomicLong longest = new AtomicLong();
        List<Double> millis = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.execute(() -> ask(uri, over, served, dropped, refused, longest));
            }
            for (int swap = 0; swap < SWAPS; swap++) {
                Thread.sleep(1_000);
                long began = System.nanoTime();
                engine.life().restore(project, "swapped", new RestoreRequest("main", null, null));
                millis.add((System.nanoTime() - began) / 1e6);
            }
            Thread.sleep(1_000);
            over.set(true);
        }
        System.out.printf(
                Locale.ROOT,
                "  %d restores with %d clients: %s ms each; %d questions answered, %d connections"
                        + " dropped, %d refused; the longest wait for an answer %d ms%n",
                SWAPS,
                CLIENTS,
                spread(millis, "%.0f"),
                served.get(),
                dropped.get(),
                refused.get(),
                TimeUnit.NANOSECONDS.toMillis(longest.get()));
    }

    private static void ask(
            String uri,
            AtomicBoolean over,
            AtomicLong served,
            AtomicLong dropped,
            AtomicLong refused,
            AtomicLong longest) {
        long answered = System.nanoTime();
        while (!over.get()) {
            boolean connected = false;
            try (Connection connection = DriverManager.getConnection(uri);
                    Statement statement = connection.createStatement()) {
                connected = true;
                while (!over.get()) {
                    try (ResultSet row = statement.executeQuery("SELECT count(*) FROM t")) {
                        row.next();
                    }
                    served.incrementAndGet();
                    long now = System.nanoTime();
                    longest.accumulateAndGet(now - answered, Math::max);
                    answered = now;
                }
            } catch (SQLException cutOff) {
                (connected ? dropped : refused).incrementAndGet();
            }
        }
    }

    private void makeAsleep(int count) {
        for (int i = 0; i < count; i++) {
            engine.branches().create(project, new NewBranch("b" + i, "main", false));
        }
    }

    private String relayed(String branch) {
        return engine.endpoints().connectionUri(project, branch, null, null).connectionUri();
    }

    /** Where the compute itself listens. */
    private String direct(String branch) {
        return relayed(branch).replace("@localhost:", "@127.86.71.1:");
    }

    private String jdbc(String branch) {
        return BenchEngine.jdbc(engine, project, branch, "disable");
    }

    private static void query(String uri, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(uri);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
        return said;
    }

    private static long residentKib() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    private static String spread(List<Double> values, String format) {
        List<Double> sorted = values.stream().sorted().toList();
        return "%s (%s–%s)"
                .formatted(
                        format.formatted(sorted.get(sorted.size() / 2)),
                        format.formatted(sorted.getFirst()),
                        format.formatted(sorted.getLast()));
    }
}
