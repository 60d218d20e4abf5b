package dev.cambium.bench.storage;

import dev.cambium.bench.BenchEngine;
import dev.cambium.engine.VolumeChoice;
import dev.cambium.engine.compute.PostgresBinaries;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Prints the storage suite as a table, and writes it as JSON.
 *
 * <p>Pairs take turns: in each round every workload runs on one server right after the other, the
 * order changing from round to round, so that what else the computer does falls on both. The first
 * round warms up and does not count. Needs pgbench on the PATH; what begins cold needs root.
 */
@Command(
        name = "StorageSuite",
        mixinStandardHelpOptions = true,
        description = "Postgres on a branch beside the same Postgres on the native file system.")
public final class StorageSuite implements Callable<Integer> {

    private static final List<String> ALONE = List.of("forks", "depth", "disk", "many");

    @Parameters(
            arity = "0..*",
            description =
                    "What to measure: load copy index scan random select tpcb checkpoint (pairs), "
                            + "forks depth disk many (branches alone). Default: all.")
    private List<String> parts = new ArrayList<>();

    @Option(names = "--scale", description = "Of pgbench. Default: ${DEFAULT-VALUE}.")
    private int scale = 20;

    @Option(names = "--rounds", description = "That count. Default: ${DEFAULT-VALUE}.")
    private int rounds = 5;

    @Option(names = "--seconds", description = "Of each pgbench run. Default: ${DEFAULT-VALUE}.")
    private int seconds = 10;

    @Option(names = "--json", description = "Where to write all figures.")
    private @Nullable Path json;

    private final Report report = new Report();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new StorageSuite()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Workloads workloads = new Workloads(scale, seconds);
        Map<String, Supplier<List<Workload>>> pairs = workloads.all();
        if (parts.isEmpty()) {
            parts = new ArrayList<>(pairs.keySet());
            parts.addAll(ALONE);
        }
        Path folder = Files.createTempDirectory("cambium-bench");
        try {
            report.about("processors", Runtime.getRuntime().availableProcessors());
            report.about("file system", Files.getFileStore(folder).type());
            report.about("load before", Files.readString(Path.of("/proc/loadavg")).trim());
            report.about("rounds", rounds);
            report.about("pgbench scale", scale);
            LayerRuns layers = new LayerRuns(folder, rounds, report);
            if (parts.contains("forks")) {
                report.title("Layers alone");
                layers.forks();
            }
            if (parts.contains("depth")) {
                report.title("Depth of a stack");
                layers.depth();
            }
            if (parts.stream().anyMatch(part -> !List.of("forks", "depth").contains(part))) {
                withServers(folder, workloads, pairs);
            }
            if (json != null) {
                report.write(json);
            }
            return 0;
        } finally {
            Commands.run("rm", "-rf", folder.toString());
        }
    }

    private void withServers(
            Path folder, Workloads workloads, Map<String, Supplier<List<Workload>>> pairs)
            throws Exception {
        PostgresBinaries binaries = PostgresBinaries.unpackInto(folder.resolve("postgres"));
        Path home = folder.resolve("home");
        try (BenchEngine engine = BenchEngine.open(home, VolumeChoice.LAYERS)) {
            BranchServer branch = new BranchServer(engine, "main");
            branch.restart();
            String buffers = branch.ask("SHOW shared_buffers");
            report.about("shared_buffers of both", buffers);
            try (PlainServer plain = PlainServer.start(binaries, folder, buffers)) {
                workloads.fill(plain);
                workloads.fill(branch);
                report.title("Pairs: Postgres on ext4, and on a branch with its history on");
                for (String part : parts) {
                    Supplier<List<Workload>> pair = pairs.get(part);
                    if (pair != null) {
                        for (Workload workload : pair.get()) {
                            compare(workload, plain, branch);
                        }
                    } else if (!ALONE.contains(part)) {
                        throw new IllegalArgumentException("unknown: " + part);
                    }
                }
                report.about("images at the end", images(engine));
            }
            BranchRuns branches = new BranchRuns(engine, report);
            if (parts.contains("disk")) {
                report.title("Disk");
                branches.disk();
            }
            if (parts.contains("many")) {
                report.title("A thousand branches");
                branches.many();
            }
        }
        if (parts.contains("many")) {
            List<Double> starts = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                long began = System.nanoTime();
                try (BenchEngine engine = BenchEngine.open(home, VolumeChoice.LAYERS)) {
                    engine.client().projects().list();
                    starts.add((System.nanoTime() - began) / 1e9);
                }
            }
            report.alone("start of the engine with 1,000 branches", "s", new Figures(starts));
        }
    }

    private void compare(Workload workload, PlainServer plain, BranchServer branch)
            throws Exception {
        List<Double> plains = new ArrayList<>();
        List<Double> branches = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = -1; round < rounds; round++) {
            double onPlain;
            double onBranch;
            if (round % 2 == 0) {
                onPlain = workload.run().on(plain);
                onBranch = workload.run().on(branch);
            } else {
                onBranch = workload.run().on(branch);
                onPlain = workload.run().on(plain);
            }
            if (round >= 0) {
                plains.add(onPlain);
                branches.add(onBranch);
                ratios.add(workload.speedRatio(onPlain, onBranch));
            }
        }
        report.pair(workload, new Figures(plains), new Figures(branches), new Figures(ratios));
    }

    private static int images(BenchEngine engine) throws Exception {
        try (var seals = Files.list(engine.home().resolve("layers/seals"))) {
            return (int) seals.count();
        }
    }
}
