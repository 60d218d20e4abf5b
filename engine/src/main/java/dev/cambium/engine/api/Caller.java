package dev.cambium.engine.api;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where a command line was typed, for what it depends on besides its arguments.
 *
 * @param folder the folder it was typed in, absolute
 * @param environment the variables that commands ask for; those of a command that was handed over
 *     to the engine are a few, see {@code HandOver}
 * @param colours whether what is printed goes to a terminal that shows them
 * @param redraws whether remarks go to a terminal, on which a line can be drawn over
 */
public record Caller(
        Path folder, Map<String, String> environment, boolean colours, boolean redraws) {

    /**
     * The launcher script that was called. The script tells it to its own process by a system
     * property, and a command that was handed over has it among its variables.
     */
    public static final String LAUNCHER = "CAMBIUM_LAUNCHER";

    private static final String LAUNCHER_PROPERTY = "cambium.launcher";

    public Caller {
        folder = folder.toAbsolutePath();
        environment = Map.copyOf(environment);
    }

    /** One whose remarks go somewhere else than to a terminal. */
    public Caller(Path folder, Map<String, String> environment, boolean colours) {
        this(folder, environment, colours, false);
    }

    /** Whoever started this process. */
    public static Caller here(boolean colours, boolean redraws) {
        Map<String, String> variables = new TreeMap<>(System.getenv());
        String launcher = System.getProperty(LAUNCHER_PROPERTY);
        if (launcher != null) {
            variables.put(LAUNCHER, launcher);
        }
        return new Caller(Path.of(""), variables, colours, redraws);
    }

    /** The folder alone: there may be passwords among the variables. */
    @Override
    public String toString() {
        return "caller in " + folder;
    }

    /** What a script calls to get this command line again. */
    public String launcher() {
        return variable(LAUNCHER).orElse("cambium");
    }

    /** A variable of the environment; empty if it is not set. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name));
    }

    /** The program of this name on the caller's PATH. */
    public Optional<Path> find(String program) {
        return variable("PATH").stream()
                .flatMap(path -> Stream.of(path.split(":")))
                .filter(place -> !place.isEmpty())
                .map(place -> folder.resolve(place).resolve(program))
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /**
     * Gives a process that shall act for the caller the caller's variables of a kind, and none of
     * this process'.
     *
     * @param environment of the process
     * @param prefix of the names
     */
    public void replace(Map<String, String> environment, String prefix) {
        environment.keySet().removeIf(name -> name.startsWith(prefix));
        new TreeMap<>(this.environment)
                .tailMap(prefix)
                .forEach(
                        (name, value) -> {
                            if (name.startsWith(prefix)) {
                                environment.put(name, value);
                            }
                        });
    }
}
