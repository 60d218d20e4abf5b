package dev.cambium.engine.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cambium.engine.testing.Patience;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

@NullUnmarked
class ChildProcessTest {

    @TempDir private Path folder;

    @Test
    void itHasItsStandardStreamsAndNothingOfWhatIsOpenHere() throws Exception {
        Path open = Files.createFile(folder.resolve("open"));
        try (FileChannel kept = FileChannel.open(open, StandardOpenOption.WRITE)) {
            assertThat(kept.isOpen()).isTrue();
            String said = said(shell("readlink /proc/$$/fd/0; ls -l /proc/$$/fd; :"));
            assertThat(said).startsWith("/dev/null\n").doesNotContain(open.toString());
            assertThat(said.lines().filter(line -> line.contains("->"))).hasSize(3);
        }
    }

    /** Also by ProcessBuilder, which is for texts that are not ASCII, and old C libraries. */
    @ParameterizedTest
    @ValueSource(strings = {"plain", "über"})
    void bothItsOutputsAreOneAndEndWithIt(String text) throws Exception {
        assumeThatTheSystemCanWrite(text);
        Process process = shell("echo out; echo err >&2; read nothing || exit 3; : " + text);
        assertThat(said(process)).isEqualTo("out\nerr\n");
        assertThat(process.waitFor()).isEqualTo(3);
        assertThat(process.exitValue()).isEqualTo(3);
        assertThat(process.isAlive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"b c=d", "ü"})
    void itHasTheEnvironmentThatItWasGivenAndNoMore(String value) throws Exception {
        assumeThatTheSystemCanWrite(value);
        ProcessBuilder program = program("env");
        program.environment().put("A", value);
        assertThat(said(ChildProcess.start(program)).lines())
                .containsExactlyInAnyOrder("PATH=/usr/bin:/bin", "A=" + value);
    }

    @Test
    void aProgramThatThereIsNotIsToldAtOnce() {
        assertThatThrownBy(() -> ChildProcess.start(program("/nowhere/at all")))
                .isInstanceOf(IOException.class)
                .hasMessage("'/nowhere/at all' could not be started: there is no such program");
    }

    @Test
    void noSignalIsBlockedInIt() throws Exception {
        // The JVM's own threads block SIGQUIT, by which Postgres is ended at once.
        assertThat(shell("kill -QUIT $$; echo lived").waitFor()).isEqualTo(128 + 3);
    }

    @Test
    void itCanBeWaitedForAndEndedAndLeavesNothingBehind() throws Exception {
        Process process = shell("exec sleep 600");
        assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(process.isAlive()).isTrue();
        assertThat(process.toHandle().pid()).isEqualTo(process.pid());
        assertThatThrownBy(process::exitValue).isInstanceOf(IllegalThreadStateException.class);
        process.destroyForcibly();
        assertThat(process.onExit().get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isSameAs(process);
        assertThat(process.exitValue()).isEqualTo(128 + 9);
        assertThat(Path.of("/proc", String.valueOf(process.pid()))).doesNotExist();
        process.destroy(); // of what has ended: nothing happens
    }

    private static Process shell(String script) throws IOException {
        return ChildProcess.start(program("sh", "-c", script));
    }

    private static ProcessBuilder program(String... command) {
        ProcessBuilder program = new ProcessBuilder(command);
        program.environment().clear();
        program.environment().put("PATH", "/usr/bin:/bin");
        return program;
    }

    private static void assumeThatTheSystemCanWrite(String text) {
        Charset system = Charset.forName(System.getProperty("sun.jnu.encoding"));
        assumeThat(system.newEncoder().canEncode(text)).isTrue();
    }

    private static String said(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
