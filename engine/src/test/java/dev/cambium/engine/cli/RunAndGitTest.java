package dev.cambium.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.Caller;
import dev.cambium.engine.api.EngineClient;
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
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The commands that bring branches to other programs: run, git, completion, logs. */
@NullUnmarked
class RunAndGitTest {

    private final InMemoryEngine engine = new InMemoryEngine();

    @TempDir private Path folder;
    private EngineHome home;
    private ApiServer server;
    private String project;

    /** What one command line did. */
    private record Outcome(int code, String out, String err) {}

    @BeforeEach
    void start() throws IOException {
        home = new EngineHome(folder.resolve("home"));
        home.create();
        server = new ApiServer(engine, home.apiKeyOrNew(), 0).start();
        Served.announce(home, server);
        project =
                engine.projects().create(new NewProject("shop", "main", null, "db")).project().id();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aCommandFindsItsBranchAndLeavesNone() throws Exception {
        Path seen = folder.resolve("seen");
        Outcome outcome =
                run(
                        "run",
                        "--",
                        "sh",
                        "-c",
                        "echo $DATABASE_URL $PGHOST $PGPORT $PGUSER $CAMBIUM_BRANCH >'%s'; exit 7"
                                .formatted(seen));
        assertThat(outcome.code()).isEqualTo(7);
        assertThat(Files.readString(seen))
                .startsWith("postgresql://")
                .contains(" localhost ", " owner run-");
        assertThat(branches()).containsExactly("main");
    }

    @Test
    void aBranchThatIsKeptIsNamed() throws Exception {
        Outcome outcome = run("run", "--keep", "--", "true");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).contains("Branch run-").contains("is kept");
        assertThat(branches()).hasSize(2);
    }

    @Test
    void aCommandThatIsNotThereLeavesNoBranch() {
        Outcome outcome = run("run", "--", "no-such-program-anywhere");
        assertThat(outcome.code()).isEqualTo(127);
        assertThat(outcome.err()).contains("no-such-program-anywhere");
        assertThat(branches()).containsExactly("main");
    }

    @Test
    void aSignalReachesTheCommandAndTheBranchGoes() throws Exception {
        Path ready = folder.resolve("ready");
        Path told = folder.resolve("told");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.cambium.engine.cli.Cambium",
                                "--home",
                                home.folder().toString(),
                                "run",
                                "--",
                                "sh",
                                "-c",
                                "trap 'echo term >%s; exit 3' TERM; touch %s; for i in $(seq 300); do sleep 0.1; done"
                                        .formatted(told, ready)));
        Process cambium = new ProcessBuilder(command).inheritIO().start();
        try {
            while (!Files.exists(ready) && cambium.isAlive()) {
                Thread.sleep(20);
            }
            assertThat(branches()).hasSize(2);
            cambium.destroy();
            assertThat(cambium.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            cambium.destroyForcibly();
        }
        assertThat(Files.readString(told)).isEqualTo("term\n");
        assertThat(branches()).containsExactly("main");
    }

    @Test
    void gitTakesTheDatabaseAlong() throws Exception {
        assumeThat(Programs.find("git")).as("there is no git here").isPresent();
        Path repository = Files.createDirectories(folder.resolve("repository"));
        git(repository, "init", "--quiet", "--initial-branch=main");
        commit(repository);
        Files.writeString(repository.resolve(".env"), "OTHER=1\nDATABASE_URL=old\n");

        GitRepository at = GitRepository.of(new Caller(repository, System.getenv(), false));
        assertThat(at.branch()).isEqualTo("main");
        at.installHook("shop", home.folder(), "cambium");
        at.installHook("shop", home.folder(), "cambium");
        Path hook = repository.resolve(".git/hooks/post-checkout");
        assertThat(Files.readString(hook)).containsOnlyOnce("git sync --project-id shop");
        assertThat(Files.isExecutable(hook)).isTrue();

        Caller caller = new Caller(repository, System.getenv(), false);
        new EnvironmentFile(at.environment()).leadTo("new", "main", caller);
        assertThat(Files.readAllLines(repository.resolve(".env")))
                .containsExactly("OTHER=1", "DATABASE_URL=new");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(repository.resolve(".env"))))
                .isEqualTo("rw-------");

        git(repository, "checkout", "--quiet", "-b", "feature/one");
        assertThat(at.branch()).isEqualTo("feature/one");
        assertThat(at.branches()).containsExactly("feature/one", "main");
        git(repository, "checkout", "--quiet", "--detach");
        assertThat(at.branch()).isNull();

        at.removeHook();
        assertThat(hook).doesNotExist();
        Files.writeString(hook, "#!/bin/sh\necho theirs\n");
        at.installHook("shop", home.folder(), "cambium");
        at.removeHook();
        assertThat(hook).hasContent("#!/bin/sh\necho theirs\n");
    }

    @Test
    void everyCheckoutOfGitLeadsToADatabaseOfItsOwnUntilCleanup() throws Exception {
        assumeThat(Programs.find("git")).as("there is no git here").isPresent();
        Path repository = Files.createDirectories(folder.resolve("repository"));
        git(repository, "init", "--quiet", "--initial-branch=main");
        commit(repository);
        Path launcher = folder.resolve("cambium");
        Files.writeString(
                launcher,
                "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -cp '%s' dev.cambium.engine.cli.Cambium \"$@\"\n"
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                System.getProperty("java.class.path")));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));

        GitRepository at = GitRepository.of(new Caller(repository, System.getenv(), false));
        at.installHook(project, home.folder(), launcher.toString());
        git(repository, "checkout", "--quiet", "-b", "feature/one");
        assertThat(branches()).containsExactly("main", "git/feature/one");
        String one = Files.readString(repository.resolve(".env"));
        git(repository, "checkout", "--quiet", "main");
        String main = Files.readString(repository.resolve(".env"));
        git(repository, "checkout", "--quiet", "feature/one");
        assertThat(Files.readString(repository.resolve(".env"))).isEqualTo(one).isNotEqualTo(main);
        assertThat(branches()).hasSize(2);
        assertThat(said(repository, "status", "--porcelain")).isEmpty();

        git(repository, "checkout", "--quiet", "main");
        git(repository, "branch", "--quiet", "-D", "feature/one");
        GitCommand.deleteGone(engineClient(), project, at.branches(), false);
        assertThat(branches()).containsExactly("main");
    }

    @Test
    void aHookThatCannotMoveTheDatabaseAlongSaysSoAndIsNotInTheWay() throws Exception {
        assumeThat(Programs.find("git")).as("there is no git here").isPresent();
        Path repository = Files.createDirectories(folder.resolve("repository"));
        git(repository, "init", "--quiet", "--initial-branch=main");
        commit(repository);
        GitRepository at = GitRepository.of(new Caller(repository, System.getenv(), false));
        at.installHook(project, home.folder(), folder.resolve("no launcher").toString());

        Process checkout =
                new ProcessBuilder("git", "checkout", "--quiet", "-b", "feature")
                        .directory(repository.toFile())
                        .start();
        String said = new String(checkout.getErrorStream().readAllBytes(), UTF_8);

        assertThat(checkout.waitFor()).isZero();
        assertThat(said).contains("no launcher", "DATABASE_URL in .env still leads where it led");
        assertThat(at.branch()).isEqualTo("feature");
    }

    @Test
    void theAddressThatAFileHadBeforeComesBackWithTheEndOfTheHook() throws Exception {
        Path file = folder.resolve(".env");
        EnvironmentFile environment = new EnvironmentFile(file);
        assertThat(environment.keepFormer()).isFalse();
        assertThat(environment.bringBackFormer()).isFalse();
        Files.writeString(file, "OTHER=1\nexport DATABASE_URL=postgres://mine/db\nLAST=2\n");

        assertThat(environment.keepFormer()).isTrue();
        assertThat(environment.keepFormer()).isFalse();
        environment.leadTo("postgres://ours", "dev", new Caller(folder, System.getenv(), false));
        assertThat(Files.readAllLines(file))
                .contains("export DATABASE_URL=postgres://ours")
                .anyMatch(line -> line.startsWith("#") && line.endsWith("postgres://mine/db"));

        assertThat(environment.bringBackFormer()).isTrue();
        assertThat(file).hasContent("OTHER=1\nexport DATABASE_URL=postgres://mine/db\nLAST=2\n");
        assertThat(environment.bringBackFormer()).isFalse();
    }

    @Test
    void aPasswordIsNotWrittenIntoAFileThatGitTracks() throws Exception {
        assumeThat(Programs.find("git")).as("there is no git here").isPresent();
        Path repository = Files.createDirectories(folder.resolve("repository"));
        git(repository, "init", "--quiet", "--initial-branch=main");
        Path environment = Files.writeString(repository.resolve(".env"), "OTHER=1\n");
        git(repository, "add", ".env");
        commit(repository);
        Caller caller = new Caller(repository, System.getenv(), false);
        assertThatThrownBy(() -> new EnvironmentFile(environment).leadTo("secret", "main", caller))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("git rm --cached .env");
        assertThat(environment).hasContent("OTHER=1\n");
    }

    private EngineClient engineClient() throws IOException {
        return EngineClient.connect(server.apiUrl(), home.apiKeyOrNew());
    }

    private static void commit(Path repository) throws Exception {
        git(
                repository,
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@b",
                "commit",
                "--quiet",
                "--allow-empty",
                "--message=one");
    }

    @Test
    void anExportIsWholeOrNotThereAndNeedsAPgDumpThatIsNewEnough() throws Exception {
        Path written = folder.resolve("out.sql");
        Outcome outcome = run("export", "main", "--file", written.toString());
        int newest = PgDump.newest(Caller.here(false, false)).map(PgDump::major).orElse(0);
        assertThat(outcome.code()).isEqualTo(1);
        if (newest < 18) {
            assertThat(outcome.err()).contains("needs a pg_dump of Postgres 18 or newer");
        }
        assertThat(written).doesNotExist();
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @ParameterizedTest
    @EnumSource(CompletionCommand.Shell.class)
    void everyShellLearnsTheCommands(CompletionCommand.Shell shell) {
        Outcome outcome = run("completion", shell.name());
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("schema-diff", "cambium", "--home".substring(2));
    }

    @Test
    void logsShowTheLastLines() throws Exception {
        Files.createDirectories(home.logs());
        String timeline = engine.branches().list(project).getFirst().cambium().timelineId();
        Files.write(home.logs().resolve(timeline + ".log"), List.of("one", "two", "three"));
        assertThat(run("logs", "main", "-n", "2").out()).isEqualTo("two\nthree\n");
        assertThat(run("logs", "--engine").err()).contains("no log yet");
    }

    private List<String> branches() {
        return engine.branches().list(project).stream().map(Branch::name).toList();
    }

    private Outcome run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--home", home.folder().toString()));
        all.addAll(List.of(arguments));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code =
                Cambium.run(
                        java.io.InputStream.nullInputStream(),
                        new PrintWriter(out),
                        new PrintWriter(err),
                        all.toArray(String[]::new));
        return new Outcome(code, out.toString(), err.toString());
    }

    private static void git(Path folder, String... arguments) throws Exception {
        said(folder, arguments);
    }

    private static String said(Path folder, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
