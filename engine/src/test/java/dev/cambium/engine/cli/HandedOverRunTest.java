package dev.cambium.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.Branch;
import dev.cambium.engine.api.BranchUpdate;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.server.ApiServer;
import dev.cambium.engine.server.InMemoryEngine;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code cambium run} as the launcher starts it, with an engine that makes and deletes branches.
 */
@NullUnmarked
class HandedOverRunTest {

    private static final int PATIENCE_SECONDS = 40;

    private final InMemoryEngine engine = new InMemoryEngine();

    @TempDir private Path folder;
    private EngineHome home;
    private ApiServer server;
    private String project;
    private Path launcher;

    private record Outcome(int code, String out, String err) {}

    @BeforeEach
    void start() throws IOException {
        home = new EngineHome(folder.resolve("home"));
        home.create();
        launcher = TestLauncher.in(folder);
        serve();
        project =
                engine.projects().create(new NewProject("shop", "main", null, "db")).project().id();
    }

    private void serve() throws IOException {
        server =
                new ApiServer(engine, home.apiKeyOrNew(), 0, new HostedCommands(home, engine))
                        .start();
        Served.announce(home, server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theProgramHasItsBranchTheCallersEnvironmentFolderAndInputAndItsExitCodeIsTheRuns()
            throws Exception {
        Path seen = folder.resolve("seen");
        Process run =
                run(
                        "--",
                        "sh",
                        "-c",
                        "read line; echo $line $MINE $(pwd) $PGHOST $CAMBIUM_BRANCH >'%s'; echo $DATABASE_URL; exit 7"
                                .formatted(seen));
        run.getOutputStream().write("input\n".getBytes(StandardCharsets.UTF_8));
        run.getOutputStream().close();
        Outcome outcome = finished(run);
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(7);
        assertThat(outcome.out()).startsWith("postgresql://");
        assertThat(Files.readString(seen))
                .startsWith("input of-the-caller " + folder.toRealPath() + " localhost run-");
        assertThat(branches()).containsExactly("main");
    }

    @Test
    void aProgramRunsOnceWhateverItEndsWith() throws Exception {
        for (int code : new int[] {90, 255}) {
            Path count = folder.resolve("count-" + code);
            Outcome outcome =
                    finished(
                            run(
                                    "--",
                                    "sh",
                                    "-c",
                                    "echo once >>%s; exit %d".formatted(count, code)));
            assertThat(outcome.code()).isEqualTo(code);
            assertThat(count).hasContent("once");
        }
    }

    @Test
    void aBranchThatIsKeptIsNamed() throws Exception {
        Outcome outcome = finished(run("--keep", "--", "true"));
        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).contains("Branch run-").contains("is kept");
        assertThat(branches()).hasSize(2);
        assertThat(made().expiresAt()).isNull();
    }

    @Test
    void aProgramThatIsNotThereLeavesNoBranch() throws Exception {
        Outcome outcome = finished(run("--", "no-such-program-anywhere"));
        assertThat(outcome.code()).isEqualTo(127);
        assertThat(outcome.err()).contains("no-such-program-anywhere");
        assertThat(branches()).containsExactly("main");
    }

    @Test
    void aSignalReachesTheProgramAndTheBranchGoesBeforeTheRunEndsWithItsExitCode()
            throws Exception {
        Path told = folder.resolve("told");
        Process run = runUntilReady("trap 'echo term >%s; exit 3' TERM".formatted(told));
        assertThat(branches()).hasSize(2);
        run.toHandle().destroy(); // Process.destroy would close what it prints to
        assertThat(finished(run).code()).isEqualTo(3);
        assertThat(Files.readString(told)).isEqualTo("term\n");
        assertThat(branches()).containsExactly("main");
    }

    @Test
    void aSignalThatTheProgramDoesNotCatchEndsTheRunByIt() throws Exception {
        Process run = runUntilReady("true");
        run.toHandle().destroy();
        assertThat(finished(run).code()).isEqualTo(128 + 15);
        assertThat(branches()).containsExactly("main");
    }

    @Test
    void theBranchOfARunThatIsKilledExpiresWithinADay() throws Exception {
        Process run = runUntilReady("true");
        run.destroyForcibly().waitFor();
        assertThat(branches()).hasSize(2);
        assertThat(made().expiresAt())
                .isBetween(Instant.now(), Instant.now().plus(Duration.ofDays(1)));
        Files.writeString(folder.resolve("over"), "");
    }

    @Test
    void aBranchThatWasToldMeanwhileNotToExpireIsKept() throws Exception {
        Process run = runUntilReady("true");
        engine.life().update(project, made().id(), BranchUpdate.expire(null));
        Files.writeString(folder.resolve("over"), "");
        Outcome outcome = finished(run);
        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).contains("does not expire any more");
        assertThat(branches()).hasSize(2);
    }

    @Test
    void theBranchGoesThoughTheEngineWasStartedAnewOnAnotherPortMeanwhile() throws Exception {
        Process run = runUntilReady("true");
        server.close();
        serve();
        Files.writeString(folder.resolve("over"), "");
        assertThat(finished(run).code()).isZero();
        assertThat(branches()).containsExactly("main");
    }

    @Test
    void anEngineThatWasStoppedMeanwhileIsNotStartedAndTheBranchIsNamed() throws Exception {
        Process run = runUntilReady("true");
        server.close();
        Files.delete(folder.resolve("home/engine.json"));
        Files.writeString(folder.resolve("over"), "");
        Outcome outcome = finished(run);
        assertThat(outcome.code()).isEqualTo(Verb.UNREACHABLE);
        assertThat(outcome.err()).contains("Branch run-", "deletes itself");
        serve();
    }

    /** Runs a program that goes on until there is a file {@code over}. */
    private Process runUntilReady(String first) throws Exception {
        Path ready = folder.resolve("ready");
        Process run =
                run(
                        "--",
                        "sh",
                        "-c",
                        "%s; touch %s; for i in $(seq 600); do [ -e %s ] && exit 0; sleep 0.1; done"
                                .formatted(first, ready, folder.resolve("over")));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(ready)) {
            assertThat(run.isAlive()).isTrue();
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
        return run;
    }

    private Process run(String... words) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(launcher.toString(), "--home", home.folder().toString(), "run"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("MINE", "of-the-caller");
        return builder.start();
    }

    private static Outcome finished(Process run) throws Exception {
        assertThat(run.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        String out = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(run.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(run.exitValue(), out, err);
    }

    private Branch made() {
        return engine.branches().list(project).getLast();
    }

    private List<String> branches() {
        return engine.branches().list(project).stream().map(Branch::name).toList();
    }
}
