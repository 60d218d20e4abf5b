package dev.cambium.bench;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.ImportRequest;
import dev.cambium.engine.api.NewBranch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How long it takes to create a branch, to get its first answer, and to reset it.
 *
 * <p>Arguments: how many times, then either SQL files to import or {@code pgbench:SCALE} for a
 * database made by the pgbench found on the PATH. Starts an engine in a temporary home, as the
 * command line does, and asks it over HTTP, as every client does.
 */
public final class BranchTimes {

    private static final Duration REST = Duration.ofMillis(200);

    private final EngineClient engine;
    private final String project;
    private final int rounds;

    private BranchTimes(EngineClient engine, String project, int rounds) {
        this.engine = engine;
        this.project = project;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        List<String> inputs = Arrays.asList(arguments).subList(1, arguments.length);
        BenchEngine.asPeopleRunIt(
                (engine, project) -> {
                    BranchTimes times = new BranchTimes(engine, project, rounds);
                    times.load(inputs);
                    times.measure();
                });
    }

    private void load(List<String> inputs) throws Exception {
        if (inputs.getFirst().startsWith("pgbench:")) {
            String scale = inputs.getFirst().substring("pgbench:".length());
            String uri =
                    engine.endpoints().connectionUri(project, "main", null, null).connectionUri();
            Process pgbench =
                    new ProcessBuilder("pgbench", "-q", "-i", "-s", scale, uri).inheritIO().start();
            if (pgbench.waitFor() != 0) {
                throw new IOException("pgbench failed");
            }
            query(uri, "CHECKPOINT");
        } else {
            List<Path> files = inputs.stream().map(Path::of).map(Path::toAbsolutePath).toList();
            engine.transfers().importFiles(project, "main", new ImportRequest(files, "bench"));
        }
    }

    private void measure() throws Exception {
        Branch main = engine.branches().get(project, "main");
        System.out.printf(
                Locale.ROOT,
                "volume %s, database files %.0f MB, %d rounds%n",
                engine.info().volume(),
                main.logicalSize() == null ? 0 : main.logicalSize() / 1e6,
                rounds);
        List<Double> create = new ArrayList<>();
        List<Double> firstAnswer = new ArrayList<>();
        List<Double> reset = new ArrayList<>();
        for (int round = 0; round < rounds + 2; round++) {
            String name = "b" + round;
            double created =
                    millis(
                            () ->
                                    engine.branches()
                                            .create(project, new NewBranch(name, null, false)));
            engine.branches().delete(project, name);
            double answered =
                    millis(
                            () -> {
                                String uri =
                                        engine.branches()
                                                .create(project, new NewBranch(name, null, true))
                                                .connectionUris()
                                                .getFirst()
                                                .connectionUri();
                                query(uri, "SELECT count(*) FROM pg_class");
                            });
            String uri =
                    engine.endpoints().connectionUri(project, name, null, null).connectionUri();
            query(uri, "CREATE TABLE made_here AS SELECT generate_series(1, 10000) AS n");
            double resetTime =
                    millis(
                            () -> {
                                engine.branches().resetFromParent(project, name);
                                query(uri, "SELECT count(*) FROM pg_class");
                            });
            engine.branches().delete(project, name);
            if (round >= 2) { // the first two warm the engine up
                create.add(created);
                firstAnswer.add(answered);
                reset.add(resetTime);
            }
        }
        print("create a branch, no compute", create);
        print("create to first answer", firstAnswer);
        print("reset to first answer", reset);
    }

    private interface Work {
        void run() throws Exception;
    }

    /** After a rest, so that what went before, such as a deletion, has done its work. */
    private static double millis(Work work) throws Exception {
        Thread.sleep(REST);
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1e6;
    }

    private static void query(String uri, String sql) throws SQLException {
        URI parsed = URI.create(uri);
        String[] user = parsed.getUserInfo().split(":");
        String jdbc =
                "jdbc:postgresql://%s:%d%s"
                        .formatted(parsed.getHost(), parsed.getPort(), parsed.getPath());
        try (Connection connection = DriverManager.getConnection(jdbc, user[0], user[1]);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void print(String what, List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "%-28s min %.1f  p50 %.1f  p90 %.1f  max %.1f ms%n",
                what,
                sorted.getFirst(),
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() * 9 / 10),
                sorted.getLast());
    }
}
