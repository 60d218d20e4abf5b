package dev.cambium.engine.cli;

import dev.cambium.engine.api.CallersProgram;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.EngineInfo;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Runs through what every command uses, so that the JVM can put those classes into an archive which
 * the launcher script maps afterwards. Does nothing else and touches no engine.
 */
final class WarmUp {

    /** Nobody listens here (the discard port), which is answered at once on this computer. */
    private static final URI NOBODY = URI.create("http://127.0.0.1:9/api/v2");

    /** No home is below a device. */
    private static final String NOWHERE = "/dev/null/home";

    private WarmUp() {}

    public static void main(String[] args) throws InterruptedException {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        for (String line : List.of("--version", "--help", "branches create --help", "branches")) {
            Cambium.run(InputStream.nullInputStream(), nowhere, nowhere, line.split(" "));
        }
        EngineInfo info =
                new EngineInfo(
                        1,
                        "",
                        "",
                        "",
                        "",
                        "",
                        "a table, JSON and YAML",
                        0,
                        List.of(),
                        Instant.EPOCH);
        for (Format format : List.of(Format.table, Format.json, Format.yaml)) {
            new Output(format, nowhere, nowhere, new Style(true))
                    .print(info, () -> Table.properties().row(info.volumeReason(), ""));
        }
        HandOver.run(new String[] {"--home", NOWHERE, "branches"}, System.out, System.err);
        // What starts programs is loaded only by this, and `run` and `psql` wait for it.
        ForegroundProgram.run(
                new CallersProgram(List.of("true"), Map.of(), null, List.of()), new Nothing());
        try (EngineClient client = EngineClient.connect(NOBODY, "no key")) {
            client.info();
        } catch (EngineException e) {
            // As it should be.
        }
    }

    /** Nothing is left to do. */
    private static final class Nothing implements ForegroundProgram.Ending {

        @Override
        public void say(String sentence) {
            // Nobody reads it: a computer without `true` has a slower first program.
        }

        @Override
        public int ended(int code) {
            return Verb.DONE;
        }
    }
}
