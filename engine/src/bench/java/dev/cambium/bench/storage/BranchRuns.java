package dev.cambium.bench.storage;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.cambium.bench.BenchEngine;
import dev.cambium.engine.api.NewBranch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What branches take: disk, memory, and the time to make one when there are many. */
final class BranchRuns {

    private static final int MANY = 1_000;
    private static final int MEASURED = 50;
    private static final long PAGE_BYTES = 8192;

    /** Longer than the engine believes what it measured last. */
    private static final long SPACE_MILLIS = 3_500;

    private static final double KIB = 1024;

    private final BenchEngine engine;
    private final Report report;

    BranchRuns(BenchEngine engine, Report report) {
        this.engine = engine;
        this.report = report;
    }

    /** Disk for a fresh, started branch, and after a hundredth of the rows was updated. */
    void disk() throws Exception {
        List<Double> fresh = new ArrayList<>();
        List<Double> updated = new ArrayList<>();
        // Of a quiet parent: what a child replays of its parent's WAL it writes itself.
        new BranchServer(engine, "main").restart();
        for (int round = 0; round < 3; round++) {
            String name = "disk" + round;
            engine.client().branches().create(engine.project(), new NewBranch(name, "main", true));
            BranchServer server = new BranchServer(engine, name);
            server.execute("SELECT count(*) FROM pg_class", "CHECKPOINT");
            long before = uniqueBytes(name);
            fresh.add(before / KIB);
            long touchedBytes = touchedPages(server) * PAGE_BYTES;
            server.execute("CHECKPOINT");
            updated.add((double) (uniqueBytes(name) - before) / touchedBytes);
            engine.client().branches().delete(engine.project(), name);
        }
        report.alone("disk of a fresh, started branch, WAL apart", "KiB", new Figures(fresh));
        report.alone(
                "disk after updating 1 % of the rows",
                "of the touched pages", new Figures(updated));
    }

    /** Updates a hundredth of the rows, and gives how many pages Postgres says became dirty. */
    private static long touchedPages(BranchServer server) throws Exception {
        String plan =
                server.ask(
                        "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) UPDATE pgbench_accounts"
                                + " SET abalance = abalance + 1 WHERE aid % 100 = 0");
        return new ObjectMapper().readTree(plan).at("/0/Plan/Shared Dirtied Blocks").asLong();
    }

    private long uniqueBytes(String branch) throws InterruptedException {
        Thread.sleep(SPACE_MILLIS);
        return engine.client().branches().get(engine.project(), branch).cambium().uniqueBytes();
    }

    /** A thousand branches without a compute: the time of the first and the last, and memory. */
    void many() throws Exception {
        long before = residentKib();
        List<Double> first = new ArrayList<>();
        List<Double> last = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            long began = System.nanoTime();
            engine.client()
                    .branches()
                    .create(engine.project(), new NewBranch("many" + i, "main", false));
            double millis = (System.nanoTime() - began) / 1e6;
            if (i >= MEASURED && i < 2 * MEASURED) {
                first.add(millis);
            } else if (i >= MANY - MEASURED) {
                last.add(millis);
            }
        }
        report.alone("create, the 51st to the 100th branch", "ms", new Figures(first));
        report.alone("create, the last 50 of 1,000", "ms", new Figures(last));
        List<Double> lists = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            long began = System.nanoTime();
            int found = engine.client().branches().list(engine.project()).size();
            if (found <= MANY) {
                throw new IllegalStateException("only " + found + " branches in the list");
            }
            lists.add((System.nanoTime() - began) / 1e6);
        }
        report.alone("list of 1,000 branches, with HTTP", "ms", new Figures(lists));
        long after = residentKib();
        report.alone("resident memory before", "MiB", new Figures(List.of(before / KIB)));
        report.alone("resident memory with 1,000", "MiB", new Figures(List.of(after / KIB)));
        report.alone("open files with 1,000", "", new Figures(List.of((double) openFiles())));
    }

    private static long openFiles() throws IOException {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    private static long residentKib() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }
}
