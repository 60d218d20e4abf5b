package dev.cambium.bench;

import dev.cambium.engine.VolumeChoice;
import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.ProjectSpace;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * What working days leave on disk: twenty transactions a second, each an update of one random
 * account and an insert of one row, a checkpoint every five minutes, as Postgres does by itself.
 *
 * <p>Arguments: rows of the accounts table, and how many hours. The hours are written as fast as
 * the computer can, by an engine as it is used, which seals, thins and merges meanwhile; so all of
 * it stays in a window of a day, and only the window's bytes end it.
 */
public final class DayOnDisk {

    private static final int CLIENTS = 4;
    private static final int CHECKPOINTS = 12;
    private static final int PER_CHECKPOINT = 20 * 300;

    private DayOnDisk() {}

    public static void main(String[] arguments) throws Exception {
        Accounts accounts = new Accounts(Integer.parseInt(arguments[0]));
        int hours = Integer.parseInt(arguments[1]);
        Path folder = Files.createTempDirectory("cambium-bench");
        try (BenchEngine engine = BenchEngine.open(folder, VolumeChoice.LAYERS)) {
            String jdbc = BenchEngine.jdbc(engine.client(), engine.project(), "main", "disable");
            execute(jdbc, accounts.made().toArray(String[]::new));
            tell("at the beginning", engine, folder);
            for (int hour = 1; hour <= hours; hour++) {
                for (int checkpoint = 0; checkpoint < CHECKPOINTS; checkpoint++) {
                    write(jdbc, accounts, hour * CHECKPOINTS + checkpoint);
                    execute(jdbc, "checkpoint");
                }
                tell("after %d hours".formatted(hour), engine, folder);
            }
            Thread.sleep(60_000); // until what can be merged is
            tell("a minute later", engine, folder);
        } finally {
            new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
        }
    }

    private static void write(String jdbc, Accounts accounts, int seed) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                Random random = new Random(seed * CLIENTS + client);
                clients.add(
                        threads.submit(
                                () -> {
                                    transactions(jdbc, accounts, random);
                                    return null;
                                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
        }
    }

    private static void transactions(String jdbc, Accounts accounts, Random random)
            throws Exception {
        try (Connection connection = DriverManager.getConnection(jdbc);
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < PER_CHECKPOINT / CLIENTS; i++) {
                accounts.transact(statement, random);
            }
        }
    }

    private static void tell(String when, BenchEngine engine, Path folder) throws Exception {
        EngineClient client = engine.client();
        ProjectSpace space = client.life().space(engine.project());
        Branch main = client.branches().list(engine.project()).getFirst();
        System.out.printf(
                Locale.ROOT,
                "%s: %,d MB of data as Postgres sees it, %,d MB on disk, of that %,d of history; %,d MB of WAL; %d layers%n",
                when,
                main.logicalSize() / 1_000_000,
                space.dataBytes() / 1_000_000,
                main.cambium().space().historyBytes() / 1_000_000,
                space.walBytes() / 1_000_000,
                layers(folder));
    }

    private static long layers(Path folder) throws Exception {
        try (Stream<Path> layers = Files.list(folder.resolve("layers").resolve("layers"))) {
            return layers.count();
        }
    }

    private static void execute(String jdbc, String... statements) throws Exception {
        try (Connection connection = DriverManager.getConnection(jdbc);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }
}
