package dev.cambium.engine.cli;

import dev.cambium.engine.api.CommandLineHost;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.EngineHome;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Runs command lines in the engine's process, as {@link HandOver} sends them. They ask the engine
 * over HTTP as every other does.
 */
public final class HostedCommands implements CommandLineHost {

    /** After these what a command needs is loaded, and compiled where it is slow. */
    private static final int REHEARSALS = 12;

    private final EngineHome home;

    public HostedCommands(EngineHome home) {
        this.home = home;
    }

    @Override
    public int run(List<String> arguments, boolean colours, OutputStream out, OutputStream err) {
        String[] line = arguments.toArray(String[]::new);
        if (!HandOver.isHosted(line)) {
            throw new EngineException(
                    409,
                    "NOT_HOSTED",
                    "This command needs the folder, the terminal or the programs of whoever gives it: run it there.");
        }
        return Cambium.runHosted(
                home,
                colours,
                new PrintWriter(out, false, StandardCharsets.UTF_8),
                new PrintWriter(err, false, StandardCharsets.UTF_8),
                line);
    }

    /** Runs what reads and changes nothing, so that the first real command is quick, too. */
    public void rehearse() {
        for (int i = 0; i < REHEARSALS; i++) {
            for (String line : List.of("projects list", "branches list -o json", "branches list")) {
                run(
                        List.of(line.split(" ")),
                        true,
                        OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream());
            }
        }
    }
}
