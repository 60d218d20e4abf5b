package dev.cambium.bench.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs of the computer. */
final class Commands {

    private Commands() {}

    /**
     * Runs a program to its end.
     *
     * @return all that it printed
     * @throws IOException with that if it failed
     */
    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + said);
        }
        return said;
    }

    static String run(String... command) throws IOException, InterruptedException {
        return run(List.of(command));
    }
}
