package dev.cambium.engine.cli;

import dev.cambium.engine.api.Caller;
import dev.cambium.engine.api.CommandLineHost;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.EngineHome;

import java.io.OutputStream;
import java.util.List;
import java.util.Map;

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
    public int run(List<String> arguments, Caller caller, Prints prints) {
        String[] line = arguments.toArray(String[]::new);
        if (!HandOver.isHosted(line)) {
            throw new EngineException(
                    409,
                    "NOT_HOSTED",
                    "This command needs the terminal, the input or files of whoever gives it: run it there.");
        }
        return Cambium.runHosted(home, caller, prints, line);
    }

    /** Runs what reads and changes nothing, so that the first real command is quick, too. */
    public void rehearse() {
        Caller nobody = new Caller(home.folder(), Map.of(), true);
        for (int i = 0; i < REHEARSALS; i++) {
            for (String line : List.of("projects list", "branches list -o json", "branches list")) {
                run(List.of(line.split(" ")), nobody, new Nowhere());
            }
        }
    }

    private static final class Nowhere implements Prints {

        @Override
        public OutputStream out() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public OutputStream err() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public void thenRun(List<String> program, String password) {
            throw new IllegalStateException("a rehearsal runs no program");
        }
    }
}
