package dev.cambium.engine.cli;

import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.EngineInfo;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * Runs through what every command uses, so that the JVM can put those classes into an archive which
 * the launcher script maps afterwards. Does nothing else and touches no engine.
 */
final class WarmUp {

    /** Nobody listens here (the discard port), which is answered at once on this computer. */
    private static final URI NOBODY = URI.create("http://127.0.0.1:9/api/v2");

    private WarmUp() {}

    public static void main(String[] args) {
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
        try (EngineClient client = EngineClient.connect(NOBODY, "no key")) {
            client.info();
        } catch (EngineException e) {
            // As it should be.
        }
    }
}
