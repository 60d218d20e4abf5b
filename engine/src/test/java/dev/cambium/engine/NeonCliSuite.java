package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cambium.engine.NeonPackages.Ran;
import dev.cambium.engine.api.ApiJson;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Neon's command line, unchanged, against a real engine: what people do with it all day. */
class NeonCliSuite {

    @TempDir private static Path folder;

    private static ApiFixture engine;
    private static Path program;
    private static Path work;

    @BeforeAll
    static void start() throws Exception {
        program = NeonPackages.installed().resolve("node_modules/.bin/neon");
        engine = ApiFixture.withNote(folder.resolve("home"));
        work = Files.createDirectories(folder.resolve("work"));
    }

    @AfterAll
    static void stop() {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void aBranchLivesFromCreateToDelete() throws Exception {
        assertThat(json("projects", "list").path("projects")).hasSize(1);
        JsonNode made = json("branches", "create", "--name", "life");
        String id = made.path("branch").path("id").asText();
        assertThat(made.path("connection_uris").get(0).path("connection_uri").asText())
                .startsWith("postgresql://");
        assertThat(json("branches", "list")).hasSizeGreaterThan(1);
        assertThat(json("branches", "get", "life").path("id").asText()).isEqualTo(id);
        neon("branches", "rename", "life", "long-life").ok();
        assertThat(json("branches", "get", id).path("name").asText()).isEqualTo("long-life");
        neon("branches", "set-default", "long-life").ok();
        assertThat(json("branches", "get", id).path("default").asBoolean()).isTrue();
        neon("branches", "set-default", "main").ok();
        String soon = Instant.now().plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.SECONDS) + "";
        neon("branches", "set-expiration", id, "--expires-at", soon).ok();
        neon("branches", "set-expiration", id).ok();
        assertThat(json("branches", "get", id).hasNonNull("expires_at")).isFalse();
        neon("branches", "delete", "long-life").ok();
        assertThat(neon("branches", "get", "long-life").code()).isNotZero();
    }

    @Test
    void aProjectLivesFromCreateToDelete() throws Exception {
        JsonNode made = json("projects", "create", "--name", "second");
        String id = made.path("project").path("id").asText();
        try {
            assertThat(made.path("connection_uris")).hasSize(1);
            assertThat(json("projects", "get", id).path("name").asText()).isEqualTo("second");
            neon("projects", "update", id, "--name", "renamed").ok();
            assertThat(json("projects", "list").toString()).contains("renamed");
        } finally {
            neon("projects", "delete", id).ok();
        }
        assertThat(json("projects", "list").path("projects")).hasSize(1);
    }

    @Test
    void contentGoesBackToTheParentAndToAMoment() throws Exception {
        neon("branches", "create", "--name", "back").ok();
        engine.execute("back", "insert into note values (2)");
        String then = engine.query("back", "select pg_current_wal_insert_lsn()");
        engine.execute("back", "insert into note values (3)");
        neon("branches", "restore", "back", "^self@" + then, "--preserve-under-name", "before")
                .ok();
        assertThat(engine.query("back", "select sum(id) from note")).isEqualTo("3");
        assertThat(engine.query("before", "select sum(id) from note")).isEqualTo("6");
        neon("branches", "reset", "back", "--parent").ok();
        assertThat(engine.query("back", "select sum(id) from note")).isEqualTo("1");
    }

    @Test
    void aBranchBeginsAtAnLsn() throws Exception {
        engine.execute("main", "create table moment (id int)");
        String then = engine.query("main", "select pg_current_wal_insert_lsn()");
        engine.execute("main", "drop table moment");
        neon("branches", "create", "--name", "earlier", "--parent", then).ok();
        assertThat(engine.query("earlier", "select count(*) from moment")).isEqualTo("0");
        neon("branches", "create", "--name", "empty", "--schema-only").ok();
        assertThat(engine.query("empty", "select count(*) from note")).isEqualTo("0");
    }

    @Test
    void schemasAreComparedInTheClient() throws Exception {
        neon("branches", "create", "--name", "wider").ok();
        assertThat(neon("branches", "schema-diff", "main", "wider").ok().out())
                .doesNotContain("\n@@ ");
        engine.execute("wider", "create table broad (id int)");
        assertThat(neon("branches", "schema-diff", "main", "wider").ok().out())
                .contains("+CREATE TABLE public.broad (");
    }

    @Test
    void snapshotsAreTakenRestoredAndScheduled() throws Exception {
        neon("branches", "create", "--name", "kept").ok();
        engine.execute("kept", "insert into note values (5)");
        JsonNode taken = json("snapshots", "create", "--branch", "kept", "--name", "five");
        assertThat(taken.findPath("name").asText()).isEqualTo("five");
        assertThat(json("snapshots", "get", "five").toString()).contains("five");
        engine.execute("kept", "insert into note values (6)");
        neon("snapshots", "restore", "five", "--name", "fresh").ok();
        assertThat(engine.query("fresh", "select sum(id) from note")).isEqualTo("6");
        neon("snapshots", "restore", "five", "--target-branch", "kept", "--finalize").ok();
        assertThat(engine.query("kept", "select sum(id) from note")).isEqualTo("6");
        neon("snapshots", "update", "five", "--name", "cinq").ok();
        assertThat(json("snapshots", "list").toString()).contains("cinq");
        neon(
                        "snapshots",
                        "schedule",
                        "set",
                        "--branch",
                        "main",
                        "--frequency",
                        "daily",
                        "--hour",
                        "3")
                .ok();
        assertThat(neon("snapshots", "schedule", "get", "--branch", "main").ok().out())
                .contains("daily");
        neon("snapshots", "delete", "cinq").ok();
    }

    @Test
    void rolesDatabasesAndOperationsAreListed() throws Exception {
        neon("branches", "create", "--name", "roles").ok();
        neon("databases", "create", "--branch", "roles", "--name", "more").ok();
        assertThat(json("databases", "list", "--branch", "roles")).hasSize(2);
        neon("databases", "delete", "--branch", "roles", "more").ok();
        neon("roles", "create", "--branch", "roles", "--name", "joe").ok();
        neon("roles", "create", "--branch", "roles", "--name", "all", "--no-login").ok();
        assertThat(json("roles", "list", "--branch", "roles")).hasSize(3);
        neon("roles", "delete", "--branch", "roles", "joe").ok();
        assertThat(json("operations", "list").toString()).contains("create_branch");
        neon("me").ok();
        neon("orgs", "list").ok();
    }

    @Test
    void connectionStringsReachTheBranchAndItsPast() throws Exception {
        assumeThat(NeonPackages.isThere("psql")).as("there is no psql here").isTrue();
        neon("branches", "create", "--name", "wired").ok();
        String then = engine.query("wired", "select pg_current_wal_insert_lsn()");
        engine.execute("wired", "insert into note values (9)");
        assertThat(psql(neon("connection-string", "wired").ok().out().strip())).isEqualTo("10");
        assertThat(psql(neon("connection-string", "wired@" + then).ok().out().strip()))
                .isEqualTo("1");
        assertThat(neon("psql", "wired", "--", "-Atc", "select sum(id) from note").ok().out())
                .contains("10");
    }

    @Test
    void aFolderIsLinkedAndABranchCheckedOut() throws Exception {
        Path repository = Files.createDirectories(folder.resolve("repository"));
        in(repository, "git", "init", "--quiet", "--initial-branch=main").ok();
        neonIn(repository, "branches", "create", "--name", "feature").ok();
        neonIn(
                        repository,
                        "link",
                        "--project-id",
                        engine.project.id(),
                        "--branch",
                        "main",
                        "--no-env-pull",
                        "--yes")
                .ok();
        assertThat(Files.readString(repository.resolve(".neon"))).contains(engine.project.id());
        neonIn(repository, "checkout", "feature", "--no-env-pull").ok();
        assertThat(Files.readString(repository.resolve(".neon"))).contains("feature");
        neonIn(repository, "env", "pull", "--file", ".env.pulled").ok();
        assertThat(Files.readString(repository.resolve(".env.pulled")))
                .contains("DATABASE_URL=", "NEON_BRANCH=feature");
        neonIn(repository, "set-context", "--project-id", engine.project.id()).ok();
        neonIn(repository, "git", "install").ok();
        neonIn(repository, "git", "status").ok();
        neonIn(repository, "git", "uninstall").ok();
    }

    @Test
    void refusalsAreSentences() throws Exception {
        Ran refused = neon("branches", "delete", "main");
        assertThat(refused.code()).isNotZero();
        assertThat(refused.err()).contains("default branch");
    }

    private static String psql(String uri) throws Exception {
        return in(work, "psql", uri, "-Atc", "select sum(id) from note").ok().out().strip();
    }

    private static JsonNode json(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-o", "json"));
        return ApiJson.mapper().readTree(neon(all.toArray(String[]::new)).ok().out());
    }

    private static Ran neon(String... arguments) throws Exception {
        return neonIn(work, arguments);
    }

    private static Ran neonIn(Path where, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(List.of(arguments));
        int options = command.indexOf("--") < 0 ? command.size() : command.indexOf("--");
        command.addAll(options, List.of("--no-analytics", "--no-color"));
        return in(where, command.toArray(String[]::new));
    }

    private static Ran in(Path where, String... command) throws Exception {
        return NeonPackages.run(
                where,
                Map.of(
                        "NEON_API_HOST", engine.apiUrl.toString(),
                        "NEON_API_KEY", engine.apiKey,
                        "HOME", folder.toString()),
                "",
                command);
    }
}
