package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.NewProject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Commands that are handed over to an engine in a process of its own. */
class HandOverIT {

    private static final int PATIENCE_SECONDS = 60;

    /** Connects as its environment says, and prints what the server answers. */
    public static final class Asks {

        private Asks() {}

        public static void main(String[] arguments) throws Exception {
            String url =
                    "jdbc:postgresql://%s:%s/%s"
                            .formatted(
                                    System.getenv("PGHOST"),
                                    System.getenv("PGPORT"),
                                    System.getenv("PGDATABASE"));
            try (var connection =
                            java.sql.DriverManager.getConnection(
                                    url, System.getenv("PGUSER"), System.getenv("PGPASSWORD"));
                    var statement = connection.createStatement();
                    var result = statement.executeQuery("select 6 * 7")) {
                result.next();
                System.out.println(result.getInt(1));
            }
        }
    }

    private record Outcome(int code, String out, String err) {}

    @TempDir private Path folder;

    @Test
    void aRunFindsAServerAndNothingIsLeftAndAnEngineHasEndedWhenItsStopSaysSo() throws Exception {
        Path home = folder.resolve("home");
        try (DaemonProcess daemon = DaemonProcess.start(home);
                EngineClient client = daemon.client()) {
            String project =
                    client.projects()
                            .create(new NewProject("shop", "main", null, "app"))
                            .project()
                            .id();
            assertAnswers(handOver(home, withJava("run", "--", Asks.class.getName())));
            assertAnswers(
                    handOver(
                            home,
                            withJava("run", "--from", "main@head", "--", Asks.class.getName())));
            assertThat(client.branches().list(project).stream().map(Branch::name))
                    .containsExactly("main");

            Outcome stopped = handOver(home, "engine", "stop");
            assertThat(stopped).isEqualTo(new Outcome(0, "The engine has stopped.\n", ""));
            assertThat(daemon.isAlive()).isFalse();
            assertThat(DaemonProcess.processesBelow(home)).isEmpty();
            assertThat(handOver(home, "engine", "status").code()).isEqualTo(3);
        }
    }

    private static void assertAnswers(Outcome run) {
        assertThat(run.err()).isEmpty();
        assertThat(run).isEqualTo(new Outcome(0, "42\n", ""));
    }

    /** The last word is a class to run. */
    private static String[] withJava(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(words.length - 1, java());
        return all.toArray(String[]::new);
    }

    private static List<String> java() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"));
    }

    private static Outcome handOver(Path home, String... words) throws Exception {
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of("dev.cambium.engine.cli.HandOver", "--home", home.toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).start();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Outcome(
                process.exitValue(),
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
                new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
    }
}
