package dev.cambium.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cambium.engine.api.Caller;
import dev.cambium.engine.api.CommandLineHost;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.server.ApiServer;
import dev.cambium.engine.server.InMemoryEngine;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Command lines that the running engine runs itself. */
@NullUnmarked
class HandOverTest {

    private final InMemoryEngine engine = new InMemoryEngine();

    @TempDir private Path folder;
    private ApiServer server;

    private record Outcome(int code, String out, String err) {}

    /** What a command printed and wanted run. */
    private static final class Kept implements CommandLineHost.Prints {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private List<String> program = List.of();
        private String password = "";

        @Override
        public OutputStream out() {
            return out;
        }

        @Override
        public OutputStream err() {
            return err;
        }

        @Override
        public void thenRun(List<String> program, String password) {
            this.program = program;
            this.password = password;
        }
    }

    @BeforeEach
    void start() throws IOException {
        EngineHome home = new EngineHome(folder);
        home.create();
        server = new ApiServer(engine, home.apiKeyOrNew(), 0, new HostedCommands(home)).start();
        home.writeListening(
                new EngineHome.Listening(
                        ProcessHandle.current().pid(), server.apiUrl().toString(), "0.1.0"));
        engine.projects().create(new NewProject("shop ü", "main", null, "db"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "projects list",
                "branches list -o json",
                "branches get nope",
                "branches get",
                "branches create --name dev --help",
                "branch list -o csv",
                "query main",
                "usage",
                "nightly list",
                "operations list",
                "api-keys list",
                "completion fish",
                "engine status",
                "doctor -o json",
                "git status",
                "psql nope"
            })
    void whatIsHandedOverAnswersAsIfItHadRunHere(String line) {
        Outcome handedOver = handOver(line.split(" "));
        assertThat(handedOver).isEqualTo(here(line.split(" ")));
        assertThat(handedOver.code()).isNotEqualTo(HandOver.NOT_TAKEN);
    }

    @Test
    void whatIsChangedIsChangedOnce() {
        assertThat(handOver("branches", "create", "--name", "ein zweig").code()).isZero();
        assertThat(handOver("branches", "list").out()).containsOnlyOnce("ein zweig");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import dump.sql",
                "run -- rm -rf x",
                "git install",
                "engine stop",
                "--version",
                "export main"
            })
    void whatLastsOrStartsAndStopsEnginesIsNot(String line) {
        assertThat(handOver(line.split(" "))).isEqualTo(new Outcome(HandOver.NOT_TAKEN, "", ""));
    }

    @Test
    void aProgramThatWantsTheTerminalIsTheCallersAndRunsThere() throws IOException {
        Path psql = Files.createDirectory(folder.resolve("bin")).resolve("psql");
        Files.writeString(psql, "#!/bin/sh\n");
        Files.setPosixFilePermissions(psql, PosixFilePermissions.fromString("rwx------"));

        Kept kept = new Kept();
        Caller caller = new Caller(folder, Map.of("PATH", "/nowhere:bin"), false);
        int code =
                new HostedCommands(new EngineHome(folder))
                        .run(List.of("psql", "main", "--", "-c", "select 1"), caller, kept);

        assertThat(code).isZero();
        assertThat(kept.password).isNotEmpty();
        assertThat(kept.program)
                .hasSize(4)
                .startsWith(psql.toString())
                .endsWith("-c", "select 1")
                .noneMatch(word -> word.contains(":" + kept.password + "@"));
    }

    @Test
    void theExitCodeOfAProgramIsThatOfTheCommand() {
        assumeThat(Programs.find("psql")).as("there is no psql here").isPresent();
        assertThat(handOver("psql", "main", "--", "--version").code()).isZero();
        assertThat(handOver("psql", "main", "--", "--no-such-option").code()).isOne();
    }

    @Test
    void filesAreFoundFromTheCallersFolder() throws IOException {
        Files.writeString(folder.resolve("rules.yaml"), "no rules");
        Kept kept = new Kept();
        int code =
                new HostedCommands(new EngineHome(folder))
                        .run(
                                List.of("anonymize", "rules", "set", "rules.yaml"),
                                new Caller(folder, Map.of(), false),
                                kept);
        assertThat(kept.err.toString(StandardCharsets.UTF_8)).doesNotContain("There is no file");
        assertThat(handOver("anonymize", "rules", "set", "rules.yaml").err())
                .contains("There is no file rules.yaml.");
        assertThat(code).isNotEqualTo(Verb.WRONG_USAGE);
    }

    @Test
    void aRepositoryOfGitIsTheCallersFolder() throws IOException, InterruptedException {
        assumeThat(Programs.find("git")).as("there is no git here").isPresent();
        Path repository = Files.createDirectory(folder.resolve("repository"));
        new ProcessBuilder("git", "init", "-q", "-b", "feature", repository.toString())
                .start()
                .waitFor();
        Kept kept = new Kept();
        Caller caller = new Caller(repository, Map.of("PATH", System.getenv("PATH")), false);
        int code =
                new HostedCommands(new EngineHome(folder))
                        .run(List.of("git", "status"), caller, kept);
        assertThat(code).isZero();
        assertThat(kept.out.toString(StandardCharsets.UTF_8)).contains("git/feature");
    }

    @Test
    void withoutAnEngineOrWithTheWrongKeyNothingIsPrinted() throws IOException {
        Files.writeString(folder.resolve("api-key"), "another");
        assertThat(handOver("branches", "list").code()).isEqualTo(HandOver.NOT_TAKEN);
        server.close();
        assertThat(handOver("branches", "list")).isEqualTo(new Outcome(HandOver.NOT_TAKEN, "", ""));
        Files.delete(folder.resolve("engine.json"));
        assertThat(handOver("branches", "list").code()).isEqualTo(HandOver.NOT_TAKEN);
    }

    private Outcome handOver(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code =
                HandOver.run(
                        withHome(words),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Outcome(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Outcome here(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code =
                Cambium.run(
                        java.io.InputStream.nullInputStream(),
                        new PrintWriter(out),
                        new PrintWriter(err),
                        withHome(words));
        return new Outcome(code, out.toString(), err.toString());
    }

    private String[] withHome(String... words) {
        List<String> all = new ArrayList<>(List.of("--home", folder.toString()));
        all.addAll(Arrays.asList(words));
        return all.toArray(String[]::new);
    }
}
