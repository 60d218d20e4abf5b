package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import dev.cambium.engine.NeonPackages.Ran;
import dev.cambium.engine.api.Branch;
import dev.cambium.engine.cli.TestLauncher;

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
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javax.tools.ToolProvider;

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
                "insert into orders select generate_series(1, 3000)",
                "create table review (id int)",
                "insert into review select generate_series(1, 3000)");
        TestLauncher.in(folder);
    }

    @AfterAll
    static void stop() {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void deletedRowsComeBackAndWhatCameSinceStays() throws Exception {
        engine.execute("main", "delete from review");
        engine.execute("main", "insert into review values (9999)");
        assertThat(shell(code("data-recovery.md", "sh"))).contains("3000");
        assertThat(engine.query("main", "select count(*) from review")).isEqualTo("3001");
        engine.execute("main", "delete from review where id = 9999");
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
        Optional<String> python = pythonWithPytest();
        assumeThat(python).as("there is no pytest with psycopg2 here").isPresent();
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
        shell("./cambium run -- %s -m pytest -p no:cacheprovider".formatted(python.orElseThrow()));
        assertThat(orders()).isEqualTo("3000");
    }

    /** The first on the PATH may be one of the user's own, and Debian's have what Debian packs. */
    private static Optional<String> pythonWithPytest() throws Exception {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            if ((NeonPackages.isThere(python) || Files.isExecutable(Path.of(python)))
                    && NeonPackages.run(
                                            folder,
                                            Map.of(),
                                            "",
                                            python,
                                            "-c",
                                            "import pytest, psycopg2")
                                    .code()
                            == 0) {
                return Optional.of(python);
            }
        }
        return Optional.empty();
    }

    /** The class of the page, with the question to be asked in the place of its dots. */
    @Test
    void aJUnitTestFindsTheBranch() throws Exception {
        String question =
                """
                try (var statement = connection.createStatement()) {
                    org.junit.jupiter.api.Assertions.assertEquals(
                            3000, statement.executeUpdate("delete from orders"));
                }
                """;
        String source =
"""
                import org.junit.jupiter.api.Test;
                import java.sql.*;
                import java.util.Map;
import java.util.Optional;
                """
                        + code("test-runs.md", "java").replace("// ...", question);
        assertThat(source).contains(question);
        Path file = Files.writeString(folder.resolve("OrdersTest.java"), source);
        String classPath = System.getProperty("java.class.path");
        assertThat(
                        ToolProvider.getSystemJavaCompiler()
                                .run(null, null, null, "-cp", classPath, file.toString()))
                .isZero();
        Files.writeString(
                folder.resolve("run-tests"),
                "exec '%s' -cp '%s:.' %s OrdersTest\n"
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                classPath,
                                OneTestClass.class.getName()));
        assertThat(shell("./cambium run -- sh run-tests")).contains("1 test succeeded");
        assertThat(orders()).isEqualTo("3000");
        assertThat(branches()).containsExactly("main");
    }

    /**
     * The actions run at GitHub; here, that the page is YAML, and what it hands from one to the
     * other.
     */
    @Test
    void theWorkflowIsWholeAndItsStepRunsWithTheBranchItNames() throws Exception {
        JsonNode steps =
                new YAMLMapper()
                        .readTree(code("branches-for-developers.md", "yaml"))
                        .at("/jobs/test/steps");
        assertThat(steps).hasSize(3);
        JsonNode made = steps.get(0);
        JsonNode deleted = steps.get(2);
        assertThat(made.path("uses").asText()).startsWith("neondatabase/create-branch-action@");
        assertThat(deleted.path("uses").asText()).startsWith("neondatabase/delete-branch-action@");
        assertThat(made.at("/with/api_host")).isEqualTo(deleted.at("/with/api_host"));
        assertThat(made.at("/with/api_host").asText()).endsWith("/api/v2");
        assertThat(made.at("/with/project_id")).isEqualTo(deleted.at("/with/project_id"));
        assertThat(deleted.at("/with/branch").asText())
                .isEqualTo("${{ steps.%s.outputs.branch_id }}", made.path("id").asText());
        assertThat(steps.get(1).at("/env/DATABASE_URL").asText())
                .isEqualTo("${{ steps.%s.outputs.db_url }}", made.path("id").asText());
        Files.writeString(
                folder.resolve("test.sh"),
                "#!/bin/sh\npsql \"$DATABASE_URL\" -Atc 'select count(*) from orders'\n");
        Files.setPosixFilePermissions(
                folder.resolve("test.sh"), PosixFilePermissions.fromString("rwx------"));
        assertThat(
                        shell(
                                "DATABASE_URL=$(./cambium connection-string main) "
                                        + steps.get(1).path("run").asText()))
                .contains("3000");
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
