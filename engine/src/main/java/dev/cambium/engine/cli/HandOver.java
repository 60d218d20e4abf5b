package dev.cambium.engine.cli;

import dev.cambium.engine.api.Caller;
import dev.cambium.engine.api.CallersProgram;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * The program that the launcher script starts: it hands the command line over to the engine that
 * runs, and prints what that answers. Starting a JVM with all that the command line uses takes
 * longer than most commands; the engine's has it loaded and compiled.
 *
 * <p>It uses next to nothing, neither a lambda nor a {@code +} between strings, so that it starts
 * in some 60 ms. What it cannot hand over it leaves, before anything is printed, to {@link Cambium}
 * in this process.
 */
final class HandOver {

    /** It has to run here. No exit code, for the programs that are run may end with any. */
    static final int NOT_TAKEN = -1;

    /** Variables of the environment that commands ask for; no other leaves this process. */
    private static final String[] VARIABLES = {"PATH", "HOME", "DISPLAY", "WAYLAND_DISPLAY"};

    /** Git tells its hooks where they are by variables of this kind. */
    private static final String GIT_VARIABLES = "GIT_";

    /** An import takes the password of its source from it. */
    private static final String PASSWORD = "PGPASSWORD";

    private HandOver() {}

    public static void main(String[] arguments) {
        // Whoever looks for a fault wants to see it here.
        int code =
                System.getenv("CAMBIUM_DEBUG") == null
                        ? run(arguments, System.out, System.err)
                        : NOT_TAKEN;
        if (code == NOT_TAKEN) {
            OwnProcess.become(arguments);
            return;
        }
        System.out.flush();
        Runtime.getRuntime().halt(code);
    }

    /** The exit code of the command, or {@link #NOT_TAKEN}. */
    static int run(String[] arguments, PrintStream out, PrintStream err) {
        if (arguments.length == 1 && isOneOf(arguments[0], "--version", "-V")) {
            out.println(version()); // That of the programs, not of an engine that may be older.
            return Verb.DONE;
        }
        String command = command(arguments);
        if (!isHosted(arguments) || (isOneOf(command, "demo") && hasDisplay())) {
            return NOT_TAKEN;
        }
        CommandCall call = new CommandCall(home(arguments), out, err);
        int code;
        try {
            code = call.run(terminal(), body(arguments));
        } catch (IOException e) {
            return NOT_TAKEN; // No engine that could be asked; Cambium tells, or starts one.
        }
        CallersProgram program = call.program();
        if (code != Verb.DONE || program == null) {
            return code;
        }
        try {
            return ForegroundProgram.run(
                    program, new Afterwards(home(arguments), program, out, err));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Verb.REFUSED;
        }
    }

    /** What the build wrote into the jar. */
    static String version() {
        String version = HandOver.class.getPackage().getImplementationVersion();
        return "cambium ".concat(version == null ? "(not packaged)" : version);
    }

    /**
     * Whether a command can be run somewhere else than where it was typed. Files are found from the
     * caller's folder; a program that wants the terminal is run here when the engine has told how.
     * What cannot is what reads standard input, what lasts for as long as its user wants, and what
     * tells the system how to start engines.
     */
    static boolean isHosted(String... arguments) {
        String command = command(arguments);
        if (isLasting(arguments)) {
            // More than the name of the command: perhaps a wish for help, or a mistake.
            return arguments.length > 1;
        }
        return switch (command) {
            case "import" -> !isOneOf("-", arguments);
            case "engine" -> !isOneOf("install", arguments) && !isOneOf("uninstall", arguments);
            default -> true;
        };
    }

    /**
     * Whether a command lasts for as long as its user wants. The engine runs it only to tell what
     * is wrong with it, or to help.
     */
    static boolean isLasting(String... arguments) {
        return isOneOf(command(arguments), "mcp", "workbench");
    }

    /** The first word that is neither an option nor the value of one; empty if there is none. */
    private static String command(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (isOneOf(arguments[i], "--home", "--context-file", "-o", "--output")) {
                i++;
            } else if (!arguments[i].startsWith("-")) {
                return arguments[i];
            }
        }
        return "";
    }

    private static boolean isOneOf(String word, String... words) {
        for (String one : words) {
            if (one.equals(word)) {
                return true;
            }
        }
        return false;
    }

    /** Then the demo opens the window, which has to be a process of this session. */
    private static boolean hasDisplay() {
        return isSet("DISPLAY")
                || isSet("WAYLAND_DISPLAY")
                || System.getProperty("os.name", "").startsWith("Mac");
    }

    private static boolean isSet(String variable) {
        String value = System.getenv(variable);
        return value != null && !value.isEmpty();
    }

    /** As {@link dev.cambium.engine.api.EngineHome#find} has it. */
    private static Path home(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--home") && i + 1 < arguments.length) {
                return Path.of(arguments[i + 1]);
            }
            if (arguments[i].startsWith("--home=")) {
                return Path.of(arguments[i].substring("--home=".length()));
            }
        }
        String named = System.getenv("CAMBIUM_HOME");
        if (named != null && !named.isBlank()) {
            return Path.of(named);
        }
        String data = System.getenv("XDG_DATA_HOME");
        return data != null && data.startsWith("/")
                ? Path.of(data, "cambium")
                : Path.of(System.getProperty("user.home"), ".local", "share", "cambium");
    }

    /** The launcher script looks what is a terminal, Java cannot. */
    private static String terminal() {
        boolean colours = Boolean.getBoolean("cambium.stdout.tty") && !isSet("NO_COLOR");
        return String.join(
                "",
                "colours=",
                Boolean.toString(colours),
                "&redraws=",
                Boolean.toString(Boolean.getBoolean("cambium.stderr.tty")));
    }

    /** As the engine's {@code CommandResource} reads it. */
    private static byte[] body(String... arguments) {
        boolean isImport = command(arguments).equals("import");
        StringBuilder body = new StringBuilder();
        body.append(Path.of("").toAbsolutePath()).append('\0').append(arguments.length);
        for (String argument : arguments) {
            body.append('\0').append(argument);
        }
        for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
            String name = variable.getKey();
            if (isOneOf(name, VARIABLES)
                    || name.startsWith(GIT_VARIABLES)
                    || (isImport && name.equals(PASSWORD))) {
                append(body, name, variable.getValue());
            }
        }
        append(body, Caller.LAUNCHER, System.getProperty("cambium.launcher"));
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder body, String name, @Nullable String value) {
        if (value != null) {
            body.append('\0').append(name).append('=').append(value);
        }
    }

    /** What is to be done when the program has ended: the engine does it, else this process. */
    private static final class Afterwards implements ForegroundProgram.Ending {

        private final Path home;
        private final CallersProgram program;
        private final PrintStream out;
        private final PrintStream err;

        Afterwards(Path home, CallersProgram program, PrintStream out, PrintStream err) {
            this.home = home;
            this.program = program;
            this.out = out;
            this.err = err;
        }

        @Override
        public void say(String sentence) {
            err.println(sentence);
        }

        @Override
        public int ended(int code) {
            if (program.afterwards().isEmpty()) {
                return Verb.DONE;
            }
            String[] line = program.lineAfterwards(code);
            int done = NOT_TAKEN;
            try {
                // The engine may have been started anew meanwhile: its address is read again.
                done = new CommandCall(home, out, err).run(terminal(), body(line));
            } catch (IOException e) {
                // As if it had not taken it.
            }
            return done == NOT_TAKEN ? OwnProcess.run(home, err, line) : done;
        }
    }
}
