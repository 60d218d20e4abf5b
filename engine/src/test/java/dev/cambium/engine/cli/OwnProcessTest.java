package dev.cambium.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What is not handed over: the launcher script runs it, in the place of what asked for it. */
@NullUnmarked
class OwnProcessTest {

    private static final int PATIENCE_SECONDS = 40;

    @TempDir private Path folder;
    private Path launcher;

    @BeforeEach
    void tellWhatIsAskedForOnly() throws IOException {
        launcher = TestLauncher.in(folder);
        String script = Files.readString(launcher);
        Files.writeString(
                launcher,
                script.replaceFirst(
                        "(?m)^  exec .*Cambium.*$",
                        "  printf '[%s]' \"\\$\\$\" \"\\$@\"; cat; echo done >&2; exit 7"));
    }

    @Test
    void itIsTheSameProcessWithTheSameWordsInputAndExitCode() throws Exception {
        Process process = start("--home", folder.resolve("none").toString(), "mcp", "a 'b\" ü");
        process.getOutputStream().write("typed".getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        assertThat(out(process))
                .isEqualTo(
                        "[%d][--home][%s][mcp][a 'b\" ü]typed"
                                .formatted(process.pid(), folder.resolve("none")));
        assertThat(process.getErrorStream().readAllBytes()).asString().isEqualTo("done\n");
        assertThat(process.exitValue()).isEqualTo(7);
    }

    @Test
    void aSignalReachesIt() throws Exception {
        Process process = start("--home", folder.resolve("none").toString(), "mcp");
        awaitOutput(process);
        process.destroy();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + 15);
    }

    @Test
    void aScriptThatIsGoneIsToldOf() throws Exception {
        Path home = folder.resolve("none");
        Files.writeString(
                launcher, Files.readString(launcher).replace("script=$0", "script=$0-gone"));
        Process process = start("--home", home.toString(), "projects", "list");
        assertThat(out(process)).isEmpty();
        assertThat(process.getErrorStream().readAllBytes())
                .asString()
                .contains("errno 2", "Is " + launcher + "-gone still there");
        assertThat(process.exitValue()).isEqualTo(Verb.REFUSED);
    }

    private Process start(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).start();
    }

    private static void awaitOutput(Process process) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (process.getInputStream().available() == 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private static String out(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return out;
    }
}
