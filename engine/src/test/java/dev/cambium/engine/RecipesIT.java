package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cambium.engine.NeonPackages.Ran;
import dev.cambium.engine.api.Branch;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Runs what the pages of docs/recipes say, as it stands there. */
class RecipesIT {

    private static final Path PAGES = Path.of("..", "docs", "recipes");

    @TempDir private static Path folder;
    private static ApiFixture engine;

    @BeforeAll
    static void start() throws Exception {
        assumeThat(NeonPackages.isThere("psql")).as("there is no psql here").isTrue();
        engine = new ApiFixture(folder.resolve("home"));
        engine.execute(
                "main",
                "create table orders (id int)",
                "insert into orders select generate_series(1, 3000)");
        Path launcher = folder.resolve("cambium");
        Files.writeString(
                launcher,
                "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -cp '%s' dev.cambium.engine.cli.Cambium \"$@\"\n"
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                System.getProperty("java.class.path")));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    }

    @AfterAll
    static void stop() {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void deletedRowsComeBackAndWhatCameSinceStays() throws Exception {
        engine.execute("main", "delete from orders");
        engine.execute("main", "insert into orders values (9999)");
        assertThat(shell(code("data-recovery.md", "sh"))).contains("3000");
        assertThat(orders()).isEqualTo("3001");
        engine.execute("main", "delete from orders where id = 9999");
        assertThat(branches()).containsExactly("main");
    }

    @Test
    void developersAndPullRequestsHaveBranches() throws Exception {
        assertThat(shell(code("branches-for-developers.md", "sh"))).contains("postgresql://");
        assertThat(branches()).containsExactlyInAnyOrder("main", "dev/anna");
        shell("./cambium branches delete dev/anna");
    }

    @Test
    void aTestRunChangesNothing() throws Exception {
        assertThat(shell(code("test-runs.md", "sh"))).contains("3000");
        assertThat(branches()).containsExactly("main");
    }

    @Test
    void pytestFindsTheBranch() throws Exception {
        boolean there =
                NeonPackages.isThere("python3")
                        && NeonPackages.run(
                                                folder,
                                                Map.of(),
                                                "",
                                                "python3",
                                                "-c",
                                                "import pytest, psycopg2")
                                        .code()
                                == 0;
        assumeThat(there).as("there is no pytest with psycopg2 here").isTrue();
        Files.writeString(folder.resolve("conftest.py"), code("test-runs.md", "python"));
        Files.writeString(
                folder.resolve("test_orders.py"),
                """
                def test_orders(database):
                    with database.cursor() as cursor:
                        cursor.execute("delete from orders returning id")
                        assert len(cursor.fetchall()) == 3000
                    database.commit()
                """);
        shell("./cambium run -- python3 -m pytest -p no:cacheprovider");
        assertThat(orders()).isEqualTo("3000");
    }

    /** What stands between the fences of a language. */
    private static String code(String page, String language) throws IOException {
        return String.join(
                "\n",
                Pattern.compile("(?s)```" + language + "\n(.*?)```")
                        .matcher(Files.readString(PAGES.resolve(page)))
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .toList());
    }

    private static String shell(String script) throws Exception {
        Ran ran =
                NeonPackages.run(
                        folder,
                        Map.of("CAMBIUM_HOME", engine.home.folder().toString()),
                        "",
                        "sh",
                        "-e",
                        "-c",
                        script);
        return ran.ok().out();
    }

    private static String orders() throws Exception {
        return engine.query("main", "select count(*) from orders");
    }

    private static List<String> branches() {
        return engine.client.branches().list(engine.project.id()).stream()
                .map(Branch::name)
                .toList();
    }
}
