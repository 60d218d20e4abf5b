package dev.cambium.engine.cli;

import dev.cambium.engine.api.CallersProgram;
import dev.cambium.engine.api.ConnectionUri;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code --psql}: go on in psql, as Neon's command line has it. */
final class PsqlOption {

    @Option(names = "--psql", description = "Open psql on it, the one on your PATH.")
    private boolean asked;

    boolean isAsked() {
        return asked;
    }

    /**
     * Gives the terminal to psql.
     *
     * @return the exit code of the command
     */
    int open(Cambium cambium, ConnectionUri uri) throws InterruptedException {
        return open(cambium, find(cambium), uri, List.of());
    }

    /**
     * The psql on the caller's PATH.
     *
     * @throws Refusal if there is none
     */
    static Path find(Cambium cambium) {
        return cambium.caller()
                .find("psql")
                .orElseThrow(
                        () ->
                                new Refusal(
                                        "There is no psql on the PATH. `%s` installs it; any other client can use `cambium connection-string`."
                                                .formatted(Packages.install("psql"))));
    }

    /** As {@link #open(Cambium, ConnectionUri)}, with arguments of psql. */
    static int open(Cambium cambium, Path psql, ConnectionUri uri, List<String> arguments)
            throws InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(psql.toString());
        command.add(Programs.withoutPassword(uri));
        command.addAll(arguments);
        return cambium.handTerminalTo(
                new CallersProgram(command, Programs.password(uri), null, List.of()));
    }
}
