package dev.cambium.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.testing.Patience;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The script {@code ./cambium} in a small tree of its own, with a Maven and a JDK that note calls.
 */
@NullUnmarked
class LauncherScriptTest {

    @TempDir private Path folder;
    private Path tree;
    private Path source;
    private String quietSeconds = "0";
    private Path calls;

    private record Outcome(int code, String out) {}

    @BeforeEach
    void makeTree() throws IOException {
        // With a blank, so that a missing quotation mark is found.
        tree = Files.createDirectories(folder.resolve("a tree"));
        calls = folder.resolve("calls");
        Files.copy(Path.of("..", "cambium"), tree.resolve("cambium"));
        Files.writeString(tree.resolve("pom.xml"), "");
        for (String module : List.of("engine", "gui")) {
            Files.createDirectories(tree.resolve(module).resolve("src/main"));
            Files.writeString(tree.resolve(module).resolve("pom.xml"), "");
        }
        source = Files.writeString(tree.resolve("engine/src/main/A.java"), "");
        age(tree);
        program(
                "bin/mvn",
                """
                echo "mvn $*" >> "%s"
                mkdir -p engine/target/lib gui/target/lib
                touch engine/target/cambium-engine-1.jar gui/target/cambium-gui-1.jar
                [ ! -e "%s/broken" ] || { echo "[ERROR] A.java is wrong"; exit 1; }
                """
                        .formatted(calls, folder));
        jdk("jdks/other", "21.0.1");
        jdk("jdks/right", "25.0.3");
    }

    /** What a script left in the background writes into the tree: the folder goes after it. */
    @AfterEach
    void awaitTheBackground() {
        Patience.await("what a script left in the background ends")
                .pollInterval(Duration.ofMillis(50))
                .until(() -> ProcessHandle.allProcesses().noneMatch(this::isOfThisTree));
    }

    /** All of a script's processes bear the script's path or that of a program in the folder. */
    private boolean isOfThisTree(ProcessHandle process) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains(folder.toString()))
                .isPresent();
    }

    @Test
    void buildsOnceAndThenStartsAtOnce() throws Exception {
        Outcome first = cambium("branches", "list", "--name", "two words");
        assertThat(first.code()).as(first.out()).isZero();
        assertThat(first.out()).contains("Building Cambium", "right java");
        assertThat(first.out()).contains("[dev.cambium.engine.cli.HandOver]", "[two words]");
        Outcome second = cambium("--version");
        assertThat(second.out()).doesNotContain("Building").contains("[--version]");
        assertThat(builds()).hasSize(1);
        assertThat(builds().getFirst()).contains("-Dmaven.test.skip=true package");
    }

    @Test
    void theScriptBecomesTheProgramSoThatSignalsReachItAndTellsItAllThatItMayNeed()
            throws Exception {
        cambium("--version");
        program("jdks/right/bin/java", "printf '[%s]' \"$@\"; echo; echo \"pid $$\"");
        Process process = start(tree.resolve("cambium").toString(), "run", "--", "a b");
        Outcome outcome = finished(process);
        assertThat(outcome.out())
                .contains("pid " + process.pid())
                .contains("[-Dcambium.launcher=" + tree.toRealPath().resolve("cambium") + "]")
                .contains("[-Dcambium.script=" + tree.toRealPath().resolve("cambium") + "]")
                .contains("[dev.cambium.engine.cli.HandOver][run][--][a b]")
                .doesNotContain("lib/*");
    }

    @Test
    void whatCannotBeHandedOverHasAllOfTheClassPath() throws Exception {
        cambium("--version");
        assertThat(cambium("--here", "mcp", "a b").out())
                .contains("lib/*", "[dev.cambium.engine.cli.Cambium] [mcp] [a b]")
                .doesNotContain("HandOver", "--here");
    }

    @Test
    void buildsAgainWhenASourceIsNewerOrGone() throws Exception {
        cambium("--version");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        cambium("--here", "engine", "start");
        assertThat(builds()).hasSize(2);
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(100)));
        cambium("--here", "engine", "start");
        assertThat(builds()).hasSize(2);
        Files.delete(source);
        cambium("--here", "engine", "start");
        assertThat(builds()).hasSize(3);
    }

    @Test
    void whatAnEngineThatRunsMayDoWaitsForNoBuild() throws Exception {
        cambium("--version");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(cambium("branches", "list").out()).contains("HandOver] [branches] [list]");
        assertThat(cambium("--here", "branch-names").out()).contains("Cambium] [branch-names]");
        assertThat(builds()).hasSize(1);
        Files.delete(tree.resolve("engine/target/cambium-engine-1.jar"));
        assertThat(cambium("branches", "list").out()).contains("HandOver] [branches] [list]");
        assertThat(builds()).hasSize(2);
    }

    @Test
    void theJarsOfTwoVersionsAreBuiltAgain() throws Exception {
        cambium("--version");
        Files.createFile(tree.resolve("engine/target/cambium-engine-0.jar"));
        assertThat(cambium("--version").out()).contains("Building").doesNotContain("operator");
        assertThat(builds()).hasSize(2);
        assertThat(tree.resolve("engine/target/cambium-engine-0.jar")).doesNotExist();
    }

    @Test
    void aFailedBuildSaysWhyAndIsTriedAgain() throws Exception {
        Files.writeString(folder.resolve("broken"), "");
        Outcome broken = cambium("--version");
        assertThat(broken.code()).isEqualTo(1);
        assertThat(broken.out()).contains("A.java is wrong", "cambium: the build failed");
        assertThat(broken.out()).doesNotContain("[--version]");
        Files.delete(folder.resolve("broken"));
        assertThat(cambium("--version").code()).isZero();
        assertThat(builds()).hasSize(2);
    }

    @Test
    void withoutAJdk25ThereIsOneSentence() throws Exception {
        Files.writeString(folder.resolve("jdks/right/release"), "JAVA_VERSION=\"24.0.1\"\n");
        Outcome outcome = cambium("--version");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.out().lines()).hasSize(1);
        assertThat(outcome.out()).startsWith("cambium: JDK 25 is needed and none was found.");
        assertThat(builds()).isEmpty();
    }

    @Test
    void aJdkThatWentAwayIsLookedForAgain() throws Exception {
        cambium("--version");
        Files.move(folder.resolve("jdks/right"), folder.resolve("jdks/moved"));
        Outcome outcome = cambium("--version");
        assertThat(outcome.code()).as(outcome.out()).isZero();
    }

    @Test
    void worksThroughALinkFromAnotherFolder() throws Exception {
        Path link =
                Files.createSymbolicLink(folder.resolve("bin/cambium"), tree.resolve("cambium"));
        assertThat(run(link.toString(), "--version").out()).contains("[--version]");
        assertThat(tree.resolve("target/cambium.stamp")).exists();
    }

    @Test
    void learnsInTheBackgroundOnceNobodyAsksForAnythingAndAgainForAnotherJar() throws Exception {
        Path log = tree.resolve("target/cambium-rehearsal.log");
        Path jar = tree.resolve("engine/target/cambium-engine-1.jar");
        quietSeconds = "5";
        cambium("--version"); // returns although the background goes on: that holds no pipe
        assertThat(rehearsed(log)).isFalse();
        Patience.await("it has rehearsed").until(() -> rehearsed(log));

        quietSeconds = "0";
        Files.createFile(tree.resolve("target/cambium-engine.aot"));
        Files.createFile(tree.resolve("target/cambium-command.aot"));
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(500)));
        awaitTheBackground();
        Files.delete(log);
        cambium("--version");
        assertThat(log).doesNotExist();
        assertThat(warmUps()).isEqualTo(1);
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(500)));
        cambium("--version");
        Patience.await("it has rehearsed").until(() -> rehearsed(log));
        awaitTheBackground();
        assertThat(warmUps()).isEqualTo(2);
    }

    /** How often it was learned how commands are handed over. */
    private long warmUps() throws IOException {
        try (Stream<String> lines = Files.lines(tree.resolve("target/cambium-build.log"))) {
            return lines.filter(line -> line.contains("[dev.cambium.engine.cli.HandOverWarmUp]"))
                    .count();
        }
    }

    private static boolean rehearsed(Path log) throws IOException {
        return Files.exists(log) && Files.readString(log).contains("cambium.engine.Rehearsal");
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        List<Process> both = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            both.add(start(tree.resolve("cambium").toString(), "--version"));
        }
        for (Process process : both) {
            assertThat(finished(process).code()).isZero();
        }
        assertThat(builds()).hasSize(1);
        assertThat(tree.resolve("target/cambium.lock")).doesNotExist();
    }

    private List<String> builds() throws IOException {
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    private Outcome cambium(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(tree.resolve("cambium").toString()));
        command.addAll(List.of(args));
        return run(command.toArray(String[]::new));
    }

    private Outcome run(String... command) throws Exception {
        return finished(start(command));
    }

    private Process start(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("JAVA_HOME", folder.resolve("jdks/other").toString());
        builder.environment().put("CAMBIUM_JDKS", folder.resolve("jdks") + "/*");
        builder.environment().put("CAMBIUM_QUIET_SECONDS", quietSeconds);
        return builder.directory(folder.toFile()).start();
    }

    private static Outcome finished(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(Patience.LIMIT)).isTrue();
        return new Outcome(process.exitValue(), out);
    }

    private void jdk(String name, String version) throws IOException {
        program(name + "/bin/javac", "");
        program(
                name + "/bin/java",
                "printf '%s' '"
                        + name.replaceAll(".*/", "")
                        + " java'; printf ' [%s]' \"$@\"; echo\n");
        Files.writeString(
                folder.resolve(name).resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    }

    private void program(String name, String script) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** As after a checkout some time ago. */
    private static void age(Path root) throws IOException {
        FileTime old = FileTime.from(Instant.now().minusSeconds(1000));
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.toList()) {
                Files.setLastModifiedTime(path, old);
            }
        }
    }
}
