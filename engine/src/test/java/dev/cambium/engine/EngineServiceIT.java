package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.EngineLauncher;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** {@code cambium engine install}, in folders of its own, with and without systemctl. */
class EngineServiceIT {

    @TempDir private Path folder;

    @Test
    void serviceIsWrittenLinkedAndStartsAnEngineWhereSystemctlIsMissing() throws Exception {
        String said = cambium("engine", "install");
        Path unit = unit();
        assertThat(home()).as("where the service starts").isDirectory();
        Path link = unit.resolveSibling("default.target.wants").resolve(unit.getFileName());
        assertThat(said)
                .contains("Wrote " + unit)
                .contains("systemctl --user daemon-reload")
                .contains("loginctl enable-linger");
        assertThat(link.toRealPath()).isEqualTo(unit.toRealPath());
        assertThat(cambium("engine", "install")).contains("is there already");

        EngineHome home = new EngineHome(home());
        Process engine = new ProcessBuilder(execStart(unit)).redirectErrorStream(true).start();
        try {
            EndpointsFixture.await(() -> new EngineLauncher(home).running().isPresent());
            assertThat(home.listening().orElseThrow().pid()).isEqualTo(engine.pid());
            assertThat(cambium("engine", "certificate")).contains("BEGIN CERTIFICATE");
        } finally {
            engine.destroy(); // as systemd does
            assertThat(engine.waitFor(120, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(home.listening()).isEmpty();

        assertThat(cambium("engine", "uninstall")).contains("Removed " + unit);
        assertThat(unit).doesNotExist();
        assertThat(Files.isSymbolicLink(link)).isFalse();
        assertThat(cambium("engine", "uninstall")).contains("There was no");
        DaemonProcess.tidy(home());
    }

    @Test
    void systemctlIsAskedWhereItAnswers() throws Exception {
        Path programs = Files.createDirectories(folder.resolve("bin"));
        Path calls = folder.resolve("calls");
        Path systemctl = programs.resolve("systemctl");
        Files.writeString(systemctl, "#!/bin/sh\necho \"$@\" >> '%s'\n".formatted(calls));
        Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwxr-xr-x"));

        String said = cambium("engine", "install", "--listen", "all", "--let-others-connect");
        String name = unit().getFileName().toString().replace(".service", "");
        assertThat(said).contains("Enabled it").contains("Started it").contains("Other computers");
        assertThat(Files.readAllLines(calls))
                .containsExactly(
                        "--user daemon-reload", "--user enable " + name, "--user start " + name);
        assertThat(execStart(unit())).endsWith("--listen", "all", "--let-others-connect");
    }

    @Test
    void listeningForOthersMustBeSaidInSoManyWords() throws Exception {
        assertThat(cambium("engine", "install", "--listen", "all"))
                .contains("--let-others-connect");
        assertThat(folder.resolve("config")).doesNotExist();
        assertThat(cambium("engine", "start", "--listen", "all")).contains("--let-others-connect");
        assertThat(new EngineHome(home()).listening()).isEmpty();
    }

    @Test
    void systemdFindsNothingWrongWithTheUnit() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "no systemd-analyze");
        String said = cambium("engine", "install");
        assertThat(said).contains("Wrote");
        Process verify =
                new ProcessBuilder("systemd-analyze", "--user", "verify", unit().toString())
                        .redirectErrorStream(true)
                        .start();
        String complaint =
                new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        verify.waitFor();
        assertThat(complaint.lines().filter(line -> line.contains("cambium"))).isEmpty();
    }

    private Path home() {
        return folder.resolve("a home with 100% \"odd\" $letters");
    }

    private Path unit() throws IOException {
        Path units = folder.resolve("config").resolve("systemd").resolve("user");
        try (var files = Files.list(units)) {
            return files.filter(file -> file.toString().endsWith(".service"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The words of ExecStart, as systemd reads them. */
    private static List<String> execStart(Path unit) throws IOException {
        String line =
                Files.readAllLines(unit).stream()
                        .filter(text -> text.startsWith("ExecStart="))
                        .findFirst()
                        .orElseThrow()
                        .substring("ExecStart=".length());
        return Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)*+)\"")
                .matcher(line)
                .results()
                .map((MatchResult word) -> word.group(1))
                .map(word -> word.replaceAll("\\\\(.)", "$1").replace("%%", "%").replace("$$", "$"))
                .toList();
    }

    /** What the command line says, in a world of its own. */
    private String cambium(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dcambium.jvmopts=" + Path.of("src/main/launch/engine.jvmopts").toRealPath());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add("dev.cambium.engine.cli.Cambium");
        command.addAll(List.of("--home", home().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        builder.environment().put("PATH", folder.resolve("bin").toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
