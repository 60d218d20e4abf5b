package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Operation;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Commands that are ended by a signal while the engine does what they asked for: it is taken back,
 * and nothing else is.
 */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway") // set before the first test
class LeftCommandsIT {

    private static final int PATIENCE_SECONDS = 90;

    private static final String HANDED_OVER = "dev.cambium.engine.cli.HandOver";
    private static final String IN_ITS_OWN_PROCESS = "dev.cambium.engine.cli.Cambium";

    private Path home;
    private Path folder;
    private DaemonProcess daemon;
    private EngineClient client;
    private String project;

    @BeforeAll
    void start(@TempDir Path given) throws Exception {
        folder = given;
        home = given.resolve("home");
        daemon = DaemonProcess.start(home);
        client = daemon.client();
        project =
                client.projects()
                        .create(new NewProject("shop", "main", null, "app"))
                        .project()
                        .id();
        execute(
                "main",
                "CREATE TABLE people (id int PRIMARY KEY, email text NOT NULL UNIQUE)",
                "INSERT INTO people SELECT i, format('real%s@corp.test', i) FROM generate_series(1, 100) i",
                // Quick where rows are real, and without end where they are masked.
                """
                CREATE MATERIALIZED VIEW lasting AS SELECT CASE
                    WHEN EXISTS (SELECT FROM people WHERE email = 'real7@corp.test') THEN 0
                    ELSE (pg_sleep(600) IS NULL)::int END AS n
                """);
        Files.writeString(
                folder.resolve("lasting.sql"),
                "CREATE TABLE gone (n int);\nDROP TABLE IF EXISTS people CASCADE;\nSELECT pg_sleep(600);\n");
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        daemon.close();
    }

    @ParameterizedTest
    @CsvSource({
        HANDED_OVER + ", INT",
        HANDED_OVER + ", TERM",
        IN_ITS_OWN_PROCESS + ", INT",
        IN_ITS_OWN_PROCESS + ", TERM"
    })
    void anImportThatIsLeftChangesNothing(String way, String signal) throws Exception {
        Process command = command(way, "import", folder.resolve("lasting.sql").toString());
        String begun = begun("import_data", command);
        Thread.sleep(300); // into the statement that lasts, whatever it is at now
        send(signal, command);

        Operation ended = ended(begun);
        assertThat(ended.status()).isEqualTo("failed");
        assertThat(ended.error()).contains("was cancelled", "Nothing was changed");
        assertThat(command.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(command.exitValue()).isNotZero();
        assertThat(one("main", "SELECT count(*) FROM people")).isEqualTo("100");
        assertThat(one("main", "SELECT to_regclass('gone') IS NULL")).isEqualTo("t");
        assertThat(client.branches().list(project)).extracting(Branch::name).contains("main");
    }

    @Test
    void anImportThatIsLeftTakesNoOtherOneAlong() throws Exception {
        var _ = client.branches().create(project, new NewBranch("other", "main", false));
        Process stays =
                command(
                        HANDED_OVER,
                        "import",
                        "--branch",
                        "other",
                        "" + folder.resolve("lasting.sql"));
        String others = begun("import_data", stays);
        Process left = command(HANDED_OVER, "import", "" + folder.resolve("lasting.sql"));
        String begun = begunBeside(others, "import_data", left);
        send("INT", left);
        assertThat(ended(begun).error()).contains("was cancelled");
        assertThat(operation(others).orElseThrow().status()).isEqualTo("running");
        var _ = client.projects().cancel(project, others);
        assertThat(ended(others).status()).isEqualTo("failed");
        assertThat(stays.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aRunThatIsLeftIsTakenBackThoughAnotherOneOfTheNameWasTried() throws Exception {
        Process first = anonymize();
        String begun = begun("create_branch", first);
        Process second = anonymize();
        assertThat(second.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isNotZero();
        assertThat(said(second)).contains("safe");
        assertThat(operation(begun).orElseThrow().status()).isEqualTo("running");

        send("INT", first);
        assertThat(ended(begun).error()).contains("cancelled");
        assertThat(client.branches().list(project)).extracting(Branch::name).doesNotContain("safe");
        assertThat(one("main", "SELECT count(*) FROM people")).isEqualTo("100");
    }

    private Process anonymize() throws Exception {
        return command(
                HANDED_OVER,
                "anonymize",
                "run",
                "main",
                "--database",
                "app",
                "--name",
                "safe",
                "--accept-detected");
    }

    private Process command(String way, String... words) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                // Whoever runs tests in the background has it ignored in them.
                                "env",
                                "--default-signal=INT",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                way,
                                "--home",
                                home.toString()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void send(String signal, Process to) throws Exception {
        int sent = new ProcessBuilder("kill", "-" + signal, "" + to.pid()).start().waitFor();
        assertThat(sent).isZero();
    }

    private static String said(Process ended) throws Exception {
        return new String(ended.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private String begun(String action, Process by) throws Exception {
        return begunBeside("", action, by);
    }

    /** The id of an operation that runs and can be cancelled. */
    private String begunBeside(String another, String action, Process by) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            Optional<Operation> found =
                    client.projects().operations(project).stream()
                            .filter(one -> one.action().equals(action) && one.cancellable())
                            .filter(one -> !one.id().equals(another))
                            .findFirst();
            if (found.isPresent()) {
                return found.get().id();
            }
            if (!by.isAlive()) {
                throw new AssertionError("it ended: " + said(by));
            }
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private Operation ended(String id) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            Operation found = operation(id).orElseThrow();
            if (!found.status().equals("running")) {
                return found;
            }
            assertThat(System.nanoTime()).as("%s still runs", found).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private Optional<Operation> operation(String id) {
        return client.projects().operations(project).stream()
                .filter(one -> one.id().equals(id))
                .findFirst();
    }

    private void execute(String branch, String... statements) throws SQLException {
        try (Connection connection = connect(branch);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private String one(String branch, String query) throws SQLException {
        try (Connection connection = connect(branch);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private Connection connect(String branch) throws SQLException {
        ConnectionUri.Parameters at =
                client.endpoints()
                        .connectionUri(project, branch, "app", null)
                        .connectionParameters();
        return DriverManager.getConnection(
                "jdbc:postgresql://%s/%s?sslmode=disable".formatted(at.host(), at.database()),
                at.role(),
                at.password());
    }
}
