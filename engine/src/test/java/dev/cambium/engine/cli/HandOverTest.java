package dev.cambium.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Command lines that the running engine runs itself. */
@NullUnmarked
class HandOverTest {

    private final InMemoryEngine engine = new InMemoryEngine();

    @TempDir private Path folder;
    private ApiServer server;

    private record Outcome(int code, String out, String err) {}

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
                "engine status"
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
                "psql",
                "--version",
                "projects create --postgres-bin bin",
                "projects create --postgres-bin=bin",
                "anonymize run main --rules rules.yaml",
                "anonymize rules set rules.yaml",
                "query -"
            })
    void whatNeedsTheCallersFolderOrProgramsIsNot(String line) {
        assertThat(handOver(line.split(" "))).isEqualTo(new Outcome(HandOver.NOT_TAKEN, "", ""));
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
