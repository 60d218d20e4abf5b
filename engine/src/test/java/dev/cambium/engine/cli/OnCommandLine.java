package dev.cambium.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cambium.engine.api.ApiJson;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.server.ApiServer;
import dev.cambium.engine.server.InMemoryEngine;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Tests of the command line against a small engine over HTTP, each with a home of its own. */
@NullUnmarked
abstract class OnCommandLine {

    final InMemoryEngine engine = new InMemoryEngine();

    @TempDir Path folder;
    ApiServer server;

    /** What one command line did. */
    record Outcome(int code, String out, String err) {

        JsonNode json() throws IOException {
            assertThat(code).as(err).isZero();
            return ApiJson.mapper().readTree(out);
        }
    }

    @BeforeEach
    final void start() throws IOException {
        EngineHome home = new EngineHome(folder);
        home.create();
        server = new ApiServer(engine, home.apiKeyOrNew(), 0).start();
        Served.announce(home, server);
    }

    @AfterEach
    final void stop() {
        server.close();
    }

    final void assertRefused(int code, String word, String... args) {
        Outcome outcome = cambium(args);
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
        assertThat(outcome.err()).startsWith("cambium: ").contains(word);
        assertThat(outcome.out()).isEmpty();
    }

    final Outcome cambium(String... args) {
        return cambium(new byte[0], args);
    }

    final Outcome cambium(byte[] in, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all =
                Stream.concat(Stream.of(args), Stream.of("--home", folder.toString()))
                        .toArray(String[]::new);
        // The bare command line takes no option, or it would not be bare.
        int code =
                Cambium.run(
                        new ByteArrayInputStream(in),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        args.length == 0 ? args : all);
        return new Outcome(code, out.toString(), err.toString());
    }
}
