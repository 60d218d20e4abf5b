package dev.cambium.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cambium.engine.api.Caller;
import dev.cambium.engine.api.CallersProgram;
import dev.cambium.engine.api.CommandLineHost;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.server.ApiServer;
import dev.cambium.engine.server.InMemoryEngine;
import dev.cambium.engine.testing.Patience;

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
        private CallersProgram program;

        @Override
        public OutputStream out() {
            return out;
        }

        @Override
        public OutputStream err() {
            return err;
        }

        @Override
        public void thenRun(CallersProgram program) {
            this.program = program;
        }

        @Override
        public CommandLineHost.Watch whenLeft(Runnable action) {
            return () -> {};
        }

        @Override
        public void holdUntilEndOf(long pid) {
            throw new AssertionError("nothing here ends the engine");
        }
    }

    @BeforeEach
    void start() throws IOException {
        EngineHome home = new EngineHome(folder);
        home.create();
        server =
                new ApiServer(engine, home.apiKeyOrNew(), 0, new HostedCommands(home, engine))
                        .start();
        Served.announce(home, server);
        engine.projects().create(new NewProject("shop ü", "main", null, "db"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void isNotMadeToAnEngineOfAnotherVersion() throws Exception {
        String listening = Files.readString(folder.resolve("engine.json"));
        assertThat(CommandCall.isOfVersion("0.1.0", listening)).isTrue();
        assertThat(CommandCall.isOfVersion("0.1.0", listening.replaceAll("\\s+", ""))).isTrue();
        assertThat(CommandCall.isOfVersion("0.1.01", listening)).isFalse();
        assertThat(CommandCall.isOfVersion("0.2.0", listening)).isFalse();
        assertThat(CommandCall.isOfVersion(null, listening)).isTrue();
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
                "status",
                "me",
                "orgs list",
                "link --branch nope",
                "checkout",
                "checkout nope",
                "link --context-file nowhere/else --project-id nope",
                "inspect db bloat",
                "psql nope",
                "--help",
                "nonsense",
                "run --help",
                "run",
                "run --from nope -- true",
                "import --help",
                "import nowhere.sql",
                "import a.sql --refresh",
                "export nope",
                "export --nonsense=1",
                "demo --scale 0",
                "git install --nonsense",
                "engine start --port 1",
                "engine stop --nonsense",
                "mcp --help",
                "mcp --nonsense",
                "workbench --nonsense"
            })
    void whatIsHandedOverAnswersAsIfItHadRunHere(String line) {
        Outcome handedOver = handOver(line.split(" "));
        assertThat(handedOver).isEqualTo(here(line.split(" ")));
        assertThat(handedOver.code()).isNotEqualTo(HandOver.NOT_TAKEN);
    }

    @Test
    void aRehearsalChangesNothingWhateverThingsAreCalled() {
        assertThat(handOver("branches", "create", "--name", "-").code()).isZero();
        String before = handOver("branches", "list", "-o", "json").out();
        new HostedCommands(new EngineHome(folder), engine).rehearse();
        assertThat(handOver("branches", "list", "-o", "json").out()).isEqualTo(before);
    }

    @Test
    void whatIsChangedIsChangedOnce() {
        assertThat(handOver("branches", "create", "--name", "ein zweig").code()).isZero();
        assertThat(handOver("branches", "list").out()).containsOnlyOnce("ein zweig");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import -",
                "mcp",
                "mcp --read-only",
                "workbench",
                "engine install --listen"
            })
    void whatReadsItsInputOrLastsIsNot(String line) {
        assertThat(handOver(line.split(" "))).isEqualTo(new Outcome(HandOver.NOT_TAKEN, "", ""));
    }

    @Test
    void theVersionIsThatOfTheProgramsAndNeedsNoEngine() {
        server.close();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code =
                HandOver.run(
                        new String[] {"--version"},
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        System.err);
        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("cambium ");
    }

    @Test
    void aProgramThatWantsTheTerminalIsTheCallersAndRunsThere() throws IOException {
        Path psql = Files.createDirectory(folder.resolve("bin")).resolve("psql");
        Files.writeString(psql, "#!/bin/sh\n");
        Files.setPosixFilePermissions(psql, PosixFilePermissions.fromString("rwx------"));

        Kept kept = new Kept();
        Caller caller = new Caller(folder, Map.of("PATH", "/nowhere:bin"), false);
        int code =
                new HostedCommands(new EngineHome(folder), engine)
                        .run(List.of("psql", "main", "--", "-c", "select 1"), caller, kept);

        assertThat(code).isZero();
        String password = kept.program.environment().get("PGPASSWORD");
        assertThat(password).isNotEmpty();
        assertThat(kept.program.command())
                .hasSize(4)
                .startsWith(psql.toString())
                .endsWith("-c", "select 1")
                .noneMatch(word -> word.contains(":" + password + "@"));
    }

    @Test
    void theExitCodeOfAProgramIsThatOfTheCommand() {
        assumeThat(Programs.find("psql")).as("there is no psql here").isPresent();
        assertThat(handOver("psql", "main", "--", "--version").code()).isZero();
        assertThat(handOver("psql", "main", "--", "--no-such-option").code()).isOne();
    }

    @Test
    void aHookOfGitCallsTheLauncherThatInstalledIt() throws Exception {
        assumeThat(Programs.find("git")).as("there is no git here").isPresent();
        Path repository = repository();
        Map<String, String> variables =
                Map.of("PATH", System.getenv("PATH"), Caller.LAUNCHER, "/opt/c a/cambium");
        Kept kept = new Kept();
        int code = hosted(kept, new Caller(repository, variables, false), "git", "install");
        assertThat(code).as(kept.err.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(repository.resolve(".git/hooks/post-checkout"))
                .content()
                .contains("'/opt/c a/cambium' git sync");
        assertThat(repository.resolve(".env")).content().contains("DATABASE_URL=postgresql://");
    }

    @Test
    void anImportFindsItsFilesAndThePasswordOfItsSourceWhereItWasTyped() throws IOException {
        Path file = Files.writeString(folder.resolve("a.sql"), "select 1;");
        Caller caller = new Caller(folder, Map.of("PGPASSWORD", "a b/c"), false);
        assertThat(hosted(new Kept(), caller, "import", "a.sql")).isZero();
        assertThat(engine.imported()).containsExactly(file.toString());
        String source = "postgres://reader@db.example.com/shop";
        Kept kept = new Kept();
        assertThat(hosted(kept, caller, "import", source, "--refresh")).isZero();
        assertThat(engine.imported())
                .containsExactly("postgres://reader:a%20b%2Fc@db.example.com/shop", "true");
        assertThat(kept.err + "" + kept.out + caller).doesNotContain("a b/c", "a%20b");
    }

    @Test
    void anExportIsInItsPlaceOnlyWhenPgDumpHasEndedWell() throws IOException {
        Caller caller = callerWithPgDump("SELECT 1;", 0);
        Kept kept = new Kept();
        assertThat(hosted(kept, caller, "export", "main", "-f", "out.sql", "--", "-s")).isZero();
        CallersProgram dump = kept.program;
        assertThat(dump.command()).endsWith("-s").noneMatch(word -> word.contains("password"));
        assertThat(dump.environment()).containsOnlyKeys("PGPASSWORD");
        assertThat(folder.resolve("out.sql")).doesNotExist();

        Files.writeString(dump.output(), "SELECT 1;");
        assertThat(hosted(kept, caller, dump.lineAfterwards(0))).isZero();
        assertThat(folder.resolve("out.sql")).hasContent("SELECT 1;");
        assertThat(dump.output()).doesNotExist();
        assertThat(kept.err.toString(StandardCharsets.UTF_8)).contains("Wrote out.sql, 9 B.");

        hosted(kept, caller, "export", "main", "-f", "out.sql");
        Files.writeString(kept.program.output(), "SEL");
        assertThat(hosted(kept, caller, kept.program.lineAfterwards(3))).isOne();
        assertThat(folder.resolve("out.sql")).hasContent("SELECT 1;");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
        assertThat(kept.err.toString(StandardCharsets.UTF_8)).contains("pg_dump ended with 3");
    }

    @Test
    void anEngineThatIsToEndPrintsNothingBeforeItHas() throws InterruptedException {
        List<String> order = new ArrayList<>();
        CommandLineHost.Prints prints =
                new CommandLineHost.Prints() {
                    @Override
                    public OutputStream out() {
                        return new ByteArrayOutputStream() {
                            @Override
                            public void flush() {
                                order.add(toString(StandardCharsets.UTF_8).strip());
                            }
                        };
                    }

                    @Override
                    public OutputStream err() {
                        return OutputStream.nullOutputStream();
                    }

                    @Override
                    public void thenRun(CallersProgram program) {
                        throw new AssertionError("no program is needed");
                    }

                    @Override
                    public CommandLineHost.Watch whenLeft(Runnable action) {
                        throw new AssertionError("it cannot be taken back");
                    }

                    @Override
                    public void holdUntilEndOf(long pid) {
                        order.add("hold " + pid);
                    }
                };
        Caller caller = new Caller(folder, Map.of(), false);
        int code =
                new HostedCommands(new EngineHome(folder), engine)
                        .run(List.of("engine", "stop"), caller, prints);
        assertThat(code).isZero();
        assertThat(order.stream().filter(text -> !text.isEmpty()).distinct())
                .containsExactly(
                        "hold " + ProcessHandle.current().pid(), "The engine has stopped.");
        // It is asked to only when the answer is on its way.
        assertThat(engine.awaitStop(Patience.LIMIT)).isTrue();
    }

    @Test
    void filesAreFoundFromTheCallersFolder() throws IOException {
        Files.writeString(folder.resolve("rules.yaml"), "no rules");
        Kept kept = new Kept();
        int code =
                new HostedCommands(new EngineHome(folder), engine)
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
        Kept kept = new Kept();
        Caller caller = new Caller(repository(), Map.of("PATH", System.getenv("PATH")), false);
        assertThat(hosted(kept, caller, "git", "status")).isZero();
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

    private Path repository() throws IOException, InterruptedException {
        Path repository = Files.createDirectory(folder.resolve("repository"));
        new ProcessBuilder("git", "init", "-q", "-b", "feature", repository.toString())
                .start()
                .waitFor();
        return repository;
    }

    /** One whose pg_dump is newer than any that may be installed. */
    private Caller callerWithPgDump(String sql, int code) throws IOException {
        Path program = Files.createDirectory(folder.resolve("bin")).resolve("pg_dump");
        Files.writeString(
                program,
                """
                #!/bin/sh
                if [ "$1" = --version ]; then echo 'pg_dump (PostgreSQL) 999.1'; exit 0; fi
                echo '%s'; exit %d
                """
                        .formatted(sql, code));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new Caller(folder, Map.of("PATH", program.getParent().toString()), false);
    }

    private int hosted(Kept kept, Caller caller, String... words) {
        return new HostedCommands(new EngineHome(folder), engine).run(List.of(words), caller, kept);
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
