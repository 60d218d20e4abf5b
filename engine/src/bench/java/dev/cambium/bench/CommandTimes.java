package dev.cambium.bench;

import dev.cambium.bench.storage.PlainServer;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.compute.PostgresBinaries;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What commands take from the shell's point of view, launcher script and JVM included, against an
 * engine that runs: one line for each command, with the first time of this engine, the median and
 * the slowest; what a plain Postgres takes for the statements that some of them are made of; and at
 * the end those whose median is above what a call may take.
 *
 * <p>Arguments: how often each is given, by default 5. The project holds a small shop.
 */
public final class CommandTimes {

    /** What any call of the command line may take, in milliseconds. */
    private static final long WANTED_MILLIS = 250;

    /** After its start an engine prepares answers for some ten seconds. */
    private static final int SECONDS_OF_REST = 20;

    private static final String DATABASE = "bench";

    /**
     * @param before what has to be done each time, not measured; empty for nothing
     * @param after likewise
     */
    private record Timed(String before, String command, String after) {

        static Timed alone(String command) {
            return new Timed("", command, "");
        }
    }

    /** A number sign is how often it was given before. */
    private static final List<Timed> COMMANDS =
            List.of(
                    Timed.alone("--version"),
                    Timed.alone("--help"),
                    Timed.alone("completion bash"),
                    Timed.alone("engine status"),
                    Timed.alone("doctor"),
                    Timed.alone("projects list"),
                    Timed.alone("projects get bench"),
                    Timed.alone("projects update bench --name bench"),
                    new Timed("", "projects create --name p#", "projects delete p#"),
                    new Timed(
                            "",
                            "projects create --name q# --role ann --database shop",
                            "projects delete q#"),
                    Timed.alone("branches list"),
                    Timed.alone("branches list -o json"),
                    Timed.alone("branches get dev"),
                    new Timed("", "branches create --name a#", "branches delete a#"),
                    new Timed("", "branches create --name b# --no-compute", "branches delete b#"),
                    new Timed("", "branches create --name c# --schema-only", "branches delete c#"),
                    new Timed("branches create --name d#", "branches delete d#", ""),
                    new Timed("branches create --name e#", "branches rename e# f#", ""),
                    new Timed("", "branches recover d#", "branches delete d#"),
                    new Timed("", "branches flatten f#", "branches delete f#"),
                    new Timed("", "branches protect dev", "branches unprotect dev"),
                    Timed.alone("branches set-default main"),
                    Timed.alone("branches space"),
                    Timed.alone("branches reset dev --parent"),
                    Timed.alone("branches restore dev ^parent"),
                    new Timed("branches reset dev --parent", "undo", ""),
                    Timed.alone("branches schema-diff main dev"),
                    Timed.alone("diff dev"),
                    new Timed("", "snapshots create --branch main --name s#", ""),
                    Timed.alone("snapshots list"),
                    Timed.alone("endpoints list"),
                    new Timed("endpoints start dev", "endpoints suspend dev", ""),
                    new Timed("endpoints suspend dev", "endpoints start dev", ""),
                    Timed.alone("endpoints restart dev"),
                    Timed.alone("roles list"),
                    new Timed("", "roles create --name r#", "roles delete r#"),
                    Timed.alone("databases list"),
                    Timed.alone("databases create --name n#"),
                    Timed.alone("databases delete n#"),
                    Timed.alone("query main select(1)"),
                    Timed.alone("inspect db table-sizes"),
                    Timed.alone("timeline main"),
                    Timed.alone("bookmarks create m#"),
                    Timed.alone("bookmarks list"),
                    Timed.alone("operations list"),
                    Timed.alone("connection-string dev"),
                    Timed.alone("usage"),
                    Timed.alone("space"),
                    Timed.alone("gc"),
                    Timed.alone("logs main"),
                    Timed.alone("me"),
                    Timed.alone("api-keys list"),
                    Timed.alone("api /projects"),
                    Timed.alone("anonymize functions"),
                    Timed.alone("anonymize detect --database " + DATABASE + " main"),
                    Timed.alone("nightly list"),
                    Timed.alone("run -- true"),
                    Timed.alone("link --project-id bench"),
                    Timed.alone("checkout dev"),
                    Timed.alone("status"),
                    Timed.alone("env pull"));

    private final int times;
    private final Path folder;
    private final String home;
    private final List<String> above = new ArrayList<>();

    private CommandTimes(int times, Path folder, String home) {
        this.times = times;
        this.folder = folder;
        this.home = home;
    }

    public static void main(String[] arguments) throws Exception {
        int times = arguments.length == 0 ? 5 : Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory("cambium-commands");
        try {
            BenchEngine.asPeopleRunIt(
                    (engine, project) -> {
                        fill(engine, project);
                        TimeUnit.SECONDS.sleep(SECONDS_OF_REST);
                        new CommandTimes(times, folder, engine.info().home()).measure();
                    });
        } finally {
            new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
        }
    }

    private static void fill(EngineClient engine, String project) {
        engine.transfers().loadSample(project, 1);
        engine.branches().create(project, new NewBranch("dev", null, true));
    }

    private void measure() throws Exception {
        for (Timed timed : COMMANDS) {
            measure(timed);
        }
        measurePlain();
        System.out.printf("above %d ms: %s%n", WANTED_MILLIS, above);
    }

    private void measure(Timed timed) throws Exception {
        long[] taken = new long[times];
        for (int i = 0; i < times; i++) {
            give(timed.before(), i);
            long began = System.nanoTime();
            give(timed.command(), i);
            taken[i] = (System.nanoTime() - began) / 1_000_000;
            give(timed.after(), i);
        }
        if (printed(timed.command(), taken) > WANTED_MILLIS) {
            above.add(timed.command());
        }
    }

    /** The same Postgres on the native file system, with nothing in front of it. */
    private void measurePlain() throws Exception {
        PostgresBinaries binaries = PostgresBinaries.unpackInto(folder.resolve("postgres"));
        try (PlainServer plain = PlainServer.start(binaries, folder, "256MB")) {
            for (String statement :
                    List.of("CREATE DATABASE n#", "DROP DATABASE n#", "VACUUM FULL")) {
                long[] taken = new long[times];
                for (int i = 0; i < times; i++) {
                    long began = System.nanoTime();
                    plain.execute(statement.replace("#", String.valueOf(i)));
                    taken[i] = (System.nanoTime() - began) / 1_000_000;
                }
                long _ = printed("plain Postgres: " + statement, taken);
            }
        }
    }

    /** Gives the median. */
    private static long printed(String what, long[] taken) {
        long first = taken[0];
        Arrays.sort(taken);
        long median = taken[taken.length / 2];
        System.out.printf(
                "%-42s first %5d  median %5d  max %5d ms%n",
                what, first, median, taken[taken.length - 1]);
        return median;
    }

    private void give(String line, int number) throws IOException, InterruptedException {
        if (line.isEmpty()) {
            return;
        }
        List<String> words = new ArrayList<>();
        words.add(System.getProperty("cambium.launcher"));
        words.addAll(List.of(line.replace("#", String.valueOf(number)).split(" ")));
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        builder.environment().put("CAMBIUM_HOME", home);
        File complaints = folder.resolve("complaints").toFile();
        int code =
                builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(complaints)
                        .start()
                        .waitFor();
        if (code != 0) {
            throw new IOException(line + ": " + Files.readString(complaints.toPath()).strip());
        }
    }
}
