package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cambium.engine.api.ApiJson;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The questions of {@code inspect db} to a real Postgres, and the branch that a folder has pinned.
 */
class InspectIT {

    @Test
    void postgresAnswersEachOfThemOnThePinnedBranch(@TempDir Path folder) throws Exception {
        Path home = folder.resolve("home");
        Path work = Files.createDirectories(folder.resolve("work"));
        DaemonProcess daemon = DaemonProcess.start(home);
        try (EngineClient client = daemon.client()) {
            String project =
                    client.projects()
                            .create(new NewProject("shop", "main", null, "app"))
                            .project()
                            .id();
            client.branches().create(project, new NewBranch("dev", null, true));
            cambium(home, work, "checkout", "dev", "--no-env-pull");
            String url =
                    client.endpoints()
                            .connectionUri(project, "dev", null, null)
                            .connectionUri()
                            .replaceFirst("//([^:]+):([^@]+)@(.*)", "//$3?user=$1&password=$2");
            try (Connection held = DriverManager.getConnection("jdbc:" + url);
                    Statement statement = held.createStatement()) {
                statement.execute(
                        """
                        create table big (id int primary key, note text) with (
                            autovacuum_enabled = off, autovacuum_vacuum_threshold = 77,
                            autovacuum_vacuum_scale_factor = 0)
                        """);
                statement.execute("create index big_note on big (note)");
                statement.execute(
                        "insert into big select i, repeat('x', 200) from generate_series(1, 5000) i");
                statement.execute("create table small (id int)");
                statement.execute("delete from big where id % 2 = 0");
                statement.execute("select pg_stat_force_next_flush()");

                JsonNode sizes = inspect(home, work, "table-sizes");
                assertThat(sizes.findValuesAsText("table")).containsExactly("big", "small");
                assertThat(sizes.at("/0/bytes").asLong()).isGreaterThan(1_000_000);
                assertThat(inspect(home, work, "index-sizes").findValuesAsText("index"))
                        .containsExactlyInAnyOrder("big_pkey", "big_note");
                assertThat(inspect(home, work, "unused-indexes").findValuesAsText("index"))
                        .containsExactly("big_note");
                assertThat(inspect(home, work, "seq-scans").at("/0/table").textValue())
                        .isEqualTo("big");
                JsonNode vacuum = inspect(home, work, "vacuum-stats").get(0);
                assertThat(vacuum.path("dead_rows").asLong()).isEqualTo(2500);
                assertThat(vacuum.path("threshold").asLong()).isEqualTo(77);
                assertThat(vacuum.path("due").booleanValue()).isTrue();

                held.setAutoCommit(false);
                statement.execute("lock table small in access exclusive mode");
                JsonNode lock = inspect(home, work, "locks").get(0);
                assertThat(lock.path("table").textValue()).isEqualTo("small");
                assertThat(lock.path("mode").textValue()).isEqualTo("AccessExclusiveLock");
                assertThat(lock.path("granted").booleanValue()).isTrue();
                held.rollback();
            }
            for (String none :
                    List.of(
                            "long-running-queries",
                            "stalled-queries",
                            "replication-slots",
                            "subscriptions")) {
                assertThat(inspect(home, work, none)).as(none).isEmpty();
            }
            Ran refused = run(home, work, "inspect", "db", "outliers");
            assertThat(refused.code()).isOne();
            assertThat(refused.said()).contains("pg_stat_statements");
        } finally {
            daemon.close();
        }
    }

    private record Ran(int code, String printed, String said) {}

    private static JsonNode inspect(Path home, Path work, String what) throws Exception {
        return ApiJson.mapper().readTree(cambium(home, work, "inspect", "db", what, "-o", "json"));
    }

    private static String cambium(Path home, Path work, String... words) throws Exception {
        Ran ran = run(home, work, words);
        assertThat(ran.code()).as(ran.said()).isZero();
        return ran.printed();
    }

    private static Ran run(Path home, Path work, String... words) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.cambium.engine.cli.Cambium",
                                "--home",
                                home.toString()));
        command.addAll(List.of(words));
        File said = Files.createTempFile(home, "said", ".txt").toFile();
        Process process =
                new ProcessBuilder(command).directory(work.toFile()).redirectError(said).start();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), printed, Files.readString(said.toPath()));
    }
}
