package dev.cambium.engine.cli;

import dev.cambium.engine.api.Caller;
import dev.cambium.engine.api.ConnectionUri;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Other programs: where they are, and running them. */
final class Programs {

    private Programs() {}

    /** The program of this name on the PATH of this process. */
    static Optional<Path> find(String name) {
        return Caller.here(false).find(name);
    }

    /** The password goes by the environment: everybody can read the arguments of a process. */
    static String withoutPassword(ConnectionUri uri) {
        return uri.connectionUri().replaceFirst("(?<=://)([^:@/]*):[^@/]*@", "$1@");
    }

    /**
     * Gives the terminal to a program until it ends, and returns its exit code. The launcher script
     * lets Ctrl-C pass this process by; where it does not, the end of this process waits for the
     * program's.
     *
     * @param password for libpq
     */
    static int runInForeground(List<String> command, String password)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("PGPASSWORD", password);
        Process process = builder.start();
        Thread wait =
                new Thread(
                        () -> {
                            try {
                                process.waitFor();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        Runtime.getRuntime().addShutdownHook(wait);
        return process.waitFor();
    }
}
