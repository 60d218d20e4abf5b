package dev.cambium.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.EngineException;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Help, and how commands end that were not understood or were refused. */
@NullUnmarked
class UsageTest extends OnCommandLine {

    @Test
    void versionAndHelpNeedNoEngine() {
        assertThat(cambium("--version").out()).startsWith("cambium ");
        assertThat(cambium("-V").out()).isEqualTo(cambium("--version").out());
        Outcome help = cambium("--help");
        assertThat(help.code()).isZero();
        assertThat(help.out())
                .contains("demo", "workbench", "branches", "Exit codes", "CAMBIUM_HOME");
        assertThat(cambium().out()).isEqualTo(help.out());
    }

    @Test
    void helpOfTheWholeSaysTheSameInColours() {
        String coloured = WholeHelp.text(true);
        assertThat(coloured).contains("\u001b[");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(WholeHelp.text(false));
    }

    @Test
    void theWordHelpShowsHelpAndACommandsOwnIsAboutItAlone() {
        String whole = "A project holds a tree of branches";
        assertThat(cambium("help").out()).isEqualTo(cambium("--help").out()).contains(whole);
        for (String command : List.of("branches", "branches list", "usage", "query", "branch")) {
            Outcome help = cambium(("help " + command).split(" "));
            assertThat(help.code()).as(help.err()).isZero();
            assertThat(help.out())
                    .isEqualTo(cambium((command + " --help").split(" ")).out())
                    .doesNotContain(whole);
            assertThat(help.out().replaceAll("\\s+", " ")).contains("query also writes csv");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "engine start",
                "engine stop",
                "engine status",
                "doctor",
                "demo",
                "workbench",
                "projects list",
                "projects create",
                "projects get",
                "projects update",
                "projects delete",
                "branches list",
                "branches create",
                "branches get",
                "branches space",
                "branches reset",
                "branches delete",
                "databases list",
                "databases create",
                "connection-string",
                "import",
                "psql",
                "query"
            })
    void everyVerbHasHelp(String verb) {
        Outcome help = cambium((verb + " --help").split(" "));
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("Usage: cambium " + verb, "--home", "--output");
    }

    @Test
    void whatTheEngineRefusesEndsWithOne() {
        cambium("projects", "create", "--name", "shop");
        assertRefused(1, "\"nope\"", "branches", "get", "nope");
        assertRefused(1, "256", "branches", "create", "--name", "x".repeat(257));
        cambium("branches", "create", "--name", "dev");
        assertRefused(1, "already", "branches", "create", "--name", "dev");
        assertRefused(1, "root", "branches", "reset", "main", "--parent");
        engine.failNext(new EngineException(507, "DISK_FULL", "The disk is full."));
        assertRefused(1, "The disk is full.", "projects", "list");
    }

    @Test
    void wrongUsageEndsWithTwo() {
        assertRefused(2, "--help", "branch");
        assertRefused(2, "list", "branches");
        assertRefused(2, "branches", "brnches", "list");
        assertRefused(2, "import", "-o", "json", "imprt");
        assertRefused(2, "--nonsense", "branches", "list", "--nonsense");
        assertRefused(2, "xml", "projects", "list", "-o", "xml");
        assertRefused(2, "--name", "databases", "create");
        assertRefused(2, "--parent", "branches", "reset", "dev");
        assertRefused(2, "no file", "import", folder.resolve("none.sql").toString());
        assertRefused(2, "alone", "import", "-", "-");
        assertRefused(2, "65535", "engine", "start", "--port", "70000");
        cambium("projects", "create", "--name", "shop");
        assertRefused(2, "'foo' is none", "connection-string", "--ssl", "foo");
        assertRefused(2, "Say what to change", "databases", "update", "shop");
        assertRefused(2, "Say what to change", "projects", "update", "shop");
        assertRefused(2, "--frequency", "snapshots", "schedule", "set");
        assertRefused(2, "read_only", "endpoints", "create", "--type", "read_write");
        assertRefused(2, "read_write", "branches", "create", "--type", "both");
        for (String port : List.of("99999", "80")) {
            assertRefused(
                    2,
                    "--port must lie between 1024 and 65535",
                    "endpoints",
                    "update",
                    "main",
                    "--port",
                    port);
        }
    }

    @Test
    void whatIsNoNumberOrTimeIsToldInWordsOfPeople() {
        assertRefused(
                2, "'abc' is not a whole number", "endpoints", "update", "main", "--port", "abc");
        assertRefused(
                2,
                "'1.5' is not a whole number",
                "endpoints",
                "update",
                "main",
                "--suspend-timeout",
                "1.5");
        assertRefused(
                2, "too large", "endpoints", "update", "main", "--port", "99999999999999999999");
        assertRefused(2, "'yesterday' is not a time", "usage", "--since", "yesterday");
        Outcome setting = cambium("endpoints", "update", "main", "--set", "work_mem");
        assertThat(setting.code()).isEqualTo(2);
        assertThat(setting.err()).contains("'--set'").doesNotContain("option option");
    }

    @Test
    void withoutAnEngineThatCouldBeStartedTheEndIsNotZero() {
        server.close();
        Outcome status = cambium("engine", "status");
        assertThat(status.code()).isEqualTo(3);
        assertThat(status.err()).contains("No engine is running", "engine start");
        Outcome stop = cambium("engine", "stop");
        assertThat(stop.code()).isZero();
        assertThat(stop.out()).contains("No engine was running");
        assertThat(cambium("projects", "list").code()).isNotZero();
    }

    @Test
    void aHomeThatCannotBeMadeIsRefusedWithWhatToDo() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        StringWriter err = new StringWriter();
        int code =
                Cambium.run(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(err),
                        "--home",
                        file.resolve("home").toString(),
                        "projects",
                        "list");
        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("--home", "CAMBIUM_HOME");
    }
}
