package dev.cambium.engine.compute;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes a data folder without a server, by Postgres' single-user mode (documentation of {@code
 * postgres}, Options for Single-User Mode), as initdb does.
 */
final class SingleUser {

    private SingleUser() {}

    /**
     * Runs statements one after another, each in a transaction of its own; the folder is at rest
     * when this returns, and not synced.
     *
     * @param folder made by initdb, at rest
     * @param statements without line breaks
     * @param requireWanted is asked again and again; what it throws ends it
     * @throws IOException with what Postgres said, if one failed; the folder is of no use then
     */
    static void run(
            PostgresBinaries binaries, Path folder, List<String> statements, Runnable requireWanted)
            throws IOException {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--single",
                                "-F",
                                "-D",
                                folder.toString(),
                                "-c",
                                "exit_on_error=on",
                                "-c",
                                "log_checkpoints=off",
                                ComputeFolders.ENGINE_ROLE));
        Path input = Files.createTempFile("cambium-statements", ".sql");
        try {
            Files.write(input, statements, StandardCharsets.UTF_8);
            Preparation.run(
                    "postgres", binaries.command("postgres", arguments), input, requireWanted);
        } finally {
            Files.deleteIfExists(input);
        }
    }
}
