package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program that runs where a command was typed, with the terminal, the folder and the environment
 * there.
 *
 * @param command the program and its arguments
 * @param environment variables that it has besides the caller's; secrets go here, for everybody can
 *     read the arguments of a process
 * @param output the file that gets what it prints; null for where the command's own prints go
 * @param afterwards a command line to run when it has ended, however it ended, with its exit code
 *     as one more word; empty for none. With one, the signals that the command gets end the
 *     program; without, they wait for it
 */
public record CallersProgram(
        List<String> command,
        Map<String, String> environment,
        @Nullable Path output,
        List<String> afterwards) {

    public CallersProgram {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        afterwards = List.copyOf(afterwards);
    }

    /** The command line to run when the program has ended with an exit code. */
    public String[] lineAfterwards(int code) {
        String[] line = afterwards.toArray(new String[afterwards.size() + 1]);
        line[afterwards.size()] = Integer.toString(code);
        return line;
    }

    /** The program's arguments alone: there are passwords among the variables. */
    @Override
    public String toString() {
        return command.toString();
    }
}
