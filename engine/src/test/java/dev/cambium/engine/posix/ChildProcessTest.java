package dev.cambium.engine.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.testing.Patience;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

@NullUnmarked
class ChildProcessTest {

    private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");

    @TempDir private Path folder;

    @Test
    void itHasItsStandardStreamsAndNothingOfWhatIsOpenHere() throws Exception {
        Path open = Files.createFile(folder.resolve("open"));
        try (FileChannel kept = FileChannel.open(open, StandardOpenOption.WRITE)) {
            assertThat(kept.isOpen()).isTrue();
            String said = said(shell("readlink /proc/$$/fd/0; ls -l /proc/$$/fd"));
            assertThat(said).startsWith("/dev/null\n").doesNotContain(open.toString());
            assertThat(said.lines().filter(line -> line.contains("->"))).hasSize(3);
        }
    }

    @Test
    void bothItsOutputsAreOneAndEndWithIt() throws Exception {
        Process process = shell("echo out; echo err >&2; exit 3");
        assertThat(said(process)).isEqualTo("out\nerr\n");
        assertThat(process.waitFor()).isEqualTo(3);
        assertThat(process.exitValue()).isEqualTo(3);
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void itHasTheEnvironmentThatItWasGivenAndNoMore() throws Exception {
        Process process =
                ChildProcess.start(List.of("env"), Map.of("PATH", "/usr/bin:/bin", "A", "b c=d"));
        assertThat(said(process).lines())
                .containsExactlyInAnyOrder("PATH=/usr/bin:/bin", "A=b c=d");
    }

    @Test
    void aProgramThatThereIsNotIsToldAtOnce() {
        assertThatThrownBy(() -> ChildProcess.start(List.of("/nowhere/at all"), PATH))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/nowhere/at all");
    }

    @Test
    void noSignalIsBlockedOrIgnoredInIt() throws Exception {
        // The JVM's own threads block SIGQUIT, by which Postgres is ended at once.
        assertThat(shell("kill -QUIT $$; echo lived").waitFor()).isEqualTo(128 + 3);
        assertThat(shell("kill -PIPE $$; echo lived").waitFor()).isEqualTo(128 + 13);
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
        return ChildProcess.start(List.of("sh", "-c", script), PATH);
    }

    private static String said(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
