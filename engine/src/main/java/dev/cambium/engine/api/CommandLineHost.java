package dev.cambium.engine.api;

import java.io.OutputStream;
import java.util.List;

/**
 * Runs command lines in the engine's own JVM, which is warm: starting one for a short command takes
 * longer than the command. Thread-safe.
 */
@FunctionalInterface
public interface CommandLineHost {

    /**
     * Runs one command line to its end.
     *
     * @param arguments as they were typed, without the program's name
     * @param colours whether what is printed goes to a terminal that shows them
     * @return its exit code
     * @throws EngineException 409 if this command can only be run where it was typed
     */
    int run(List<String> arguments, boolean colours, OutputStream out, OutputStream err);
}
