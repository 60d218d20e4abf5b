package dev.cambium.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cambium.engine.api.ApiJson;
import dev.cambium.engine.api.Caller;
import dev.cambium.engine.api.CallersProgram;
import dev.cambium.engine.api.CommandLineHost;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.server.ApiServer;
import dev.cambium.engine.server.InMemoryEngine;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Commands that are given in a folder, to an engine with one project. */
@NullUnmarked
abstract class OnFolder {

    final InMemoryEngine engine = new InMemoryEngine();

    @TempDir Path folder;
    Path work;
    EngineHome home;
    ApiServer server;
    String shop;

    record Outcome(int code, String out, String err, CallersProgram program) {

        JsonNode json() throws IOException {
            assertThat(code).as(err).isZero();
            return ApiJson.mapper().readTree(out);
        }

        Outcome done() {
            assertThat(code).as(err).isZero();
            return this;
        }
    }

    @BeforeEach
    void start() throws IOException {
        home = new EngineHome(folder.resolve("home"));
        home.create();
        server =
                new ApiServer(engine, home.apiKeyOrNew(), 0, new HostedCommands(home, engine))
                        .start();
        Served.announce(home, server);
        shop = engine.projects().create(new NewProject("shop", "main", null, "db")).project().id();
        engine.branches().create(shop, new NewBranch("dev", null, true));
        work = Files.createDirectories(folder.resolve("work/src")).getParent();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    final void newProject(String name) {
        engine.projects().create(new NewProject(name, "main", null, "db"));
    }

    final String branchId(String name) {
        return FolderContext.named(engine.branches().list(shop), name).orElseThrow().id();
    }

    final String url(String... words) {
        return cambium(words).done().out().strip();
    }

    final JsonNode context() throws IOException {
        return ApiJson.mapper().readTree(Files.readString(work.resolve(".neon")));
    }

    final String pinned() throws IOException {
        return context().path("branch").textValue();
    }

    final void write(String text) throws IOException {
        Files.writeString(work.resolve(".neon"), text);
    }

    final Outcome cambium(String... words) {
        return in(work, words);
    }

    final Outcome in(Path where, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CallersProgram[] program = new CallersProgram[1];
        CommandLineHost.Prints prints =
                new CommandLineHost.Prints() {
                    @Override
                    public OutputStream out() {
                        return out;
                    }

                    @Override
                    public OutputStream err() {
                        return err;
                    }

                    @Override
                    public void thenRun(CallersProgram asked) {
                        program[0] = asked;
                    }

                    @Override
                    public CommandLineHost.Watch whenLeft(Runnable action) {
                        return () -> {};
                    }

                    @Override
                    public void holdUntilEndOf(long pid) {
                        throw new AssertionError("nothing here ends the engine");
                    }
                };
        Map<String, String> variables =
                Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString());
        int code =
                new HostedCommands(home, engine)
                        .run(List.of(words), new Caller(where, variables, false), prints);
        return new Outcome(
                code,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8),
                program[0]);
    }
}
