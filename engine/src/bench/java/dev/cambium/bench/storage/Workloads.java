package dev.cambium.bench.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What both servers are asked to do, by the name with which the suite is told to.
 *
 * <p>All use the tables of pgbench, which {@code load} fills.
 */
final class Workloads {

    private static final Pattern TPS =
            Pattern.compile("tps = ([0-9.]+) \\(without initial connection time\\)");

    private static final int COLD_READS = 1_000;

    private final int scale;
    private final int seconds;
    private final Random random = new Random(20_261_121);

    /**
     * @param scale of pgbench: 100,000 rows, about 15 MB each
     * @param seconds how long each run of pgbench goes on
     */
    Workloads(int scale, int seconds) {
        this.scale = scale;
        this.seconds = seconds;
    }

    Map<String, Supplier<List<Workload>>> all() {
        Map<String, Supplier<List<Workload>>> all = new LinkedHashMap<>();
        all.put("load", this::load);
        all.put("copy", this::copy);
        all.put("index", this::index);
        all.put("scan", this::scan);
        all.put("random", this::random);
        all.put("select", this::select);
        all.put("tpcb", this::tpcb);
        all.put("checkpoint", this::checkpoint);
        return all;
    }

    /** Fills the tables that all others use. */
    void fill(BenchServer server) throws Exception {
        Commands.run("pgbench", "-i", "-q", "-s", Integer.toString(scale), server.uri());
        server.execute("CHECKPOINT");
    }

    private List<Workload> load() {
        return List.of(
                seconds(
                        "pgbench -i -s " + scale,
                        server -> {
                            long began = System.nanoTime();
                            Commands.run(
                                    "pgbench",
                                    "-i",
                                    "-q",
                                    "-s",
                                    Integer.toString(scale),
                                    server.uri());
                            return (System.nanoTime() - began) / 1e9;
                        }));
    }

    private List<Workload> copy() {
        String rows =
                "INSERT INTO copied SELECT g, g %% 97, repeat('x', 84) FROM generate_series(1, %d) g"
                        .formatted(scale * 50_000);
        return List.of(
                seconds(
                        "insert %,d rows, committed".formatted(scale * 50_000),
                        server ->
                                server.secondsOfLast(
                                        "DROP TABLE IF EXISTS copied",
                                        "CREATE TABLE copied (a int, b int, filler text)",
                                        "CHECKPOINT",
                                        rows)));
    }

    private List<Workload> index() {
        return List.of(
                seconds(
                        "CREATE INDEX",
                        server ->
                                server.secondsOfLast(
                                        "DROP INDEX IF EXISTS by_balance",
                                        "CHECKPOINT",
                                        "CREATE INDEX by_balance ON pgbench_accounts (abalance, aid)")));
    }

    private List<Workload> scan() {
        return List.of(coldScan("cold scan, one process", 0), coldScan("cold scan, parallel", 2));
    }

    private static Workload coldScan(String name, int workers) {
        return seconds(
                name,
                server -> {
                    server.cold();
                    return server.secondsOfLast(
                            "SET max_parallel_workers_per_gather = " + workers,
                            "SELECT count(*), sum(abalance) FROM pgbench_accounts");
                });
    }

    private List<Workload> random() {
        return List.of(
                seconds(
                        "%,d rows at random, cold".formatted(COLD_READS),
                        server -> {
                            List<String> ids = new ArrayList<>();
                            for (int i = 0; i < COLD_READS; i++) {
                                ids.add(Integer.toString(1 + random.nextInt(scale * 100_000)));
                            }
                            server.cold();
                            return server.secondsOfLast(
                                    "SET enable_seqscan = off",
                                    "SET enable_bitmapscan = off",
                                    "SELECT sum(abalance) FROM unnest('{%s}'::int[]) id JOIN pgbench_accounts ON aid = id"
                                            .formatted(String.join(",", ids)));
                        }));
    }

    private List<Workload> select() {
        return List.of(
                perSecond(
                        "select-only, 4 clients, warm",
                        server -> pgbench(server, "select-only", seconds)),
                perSecond(
                        "select-only, 4 clients, from cold",
                        server -> {
                            server.cold();
                            return pgbench(server, "select-only", seconds);
                        }));
    }

    private List<Workload> tpcb() {
        return List.of(
                perSecond("TPC-B, 4 clients", server -> pgbench(server, "tpcb-like", seconds)));
    }

    private List<Workload> checkpoint() {
        return List.of(
                seconds(
                        "CHECKPOINT after a tenth was updated",
                        server ->
                                server.secondsOfLast(
                                        "CHECKPOINT",
                                        "UPDATE pgbench_accounts SET abalance = abalance + 1 WHERE aid % 10 = 0",
                                        "CHECKPOINT")));
    }

    private static double pgbench(BenchServer server, String script, int seconds)
            throws IOException, InterruptedException {
        String said =
                Commands.run(
                        "pgbench",
                        "-n",
                        "-b",
                        script,
                        "-c",
                        "4",
                        "-j",
                        "2",
                        "-T",
                        Integer.toString(seconds),
                        server.uri());
        Matcher tps = TPS.matcher(said);
        if (!tps.find()) {
            throw new IOException(said);
        }
        return Double.parseDouble(tps.group(1));
    }

    private static Workload seconds(String name, Workload.Run run) {
        return new Workload(name, "s", false, run);
    }

    private static Workload perSecond(String name, Workload.Run run) {
        return new Workload(name, "transactions/s", true, run);
    }
}
