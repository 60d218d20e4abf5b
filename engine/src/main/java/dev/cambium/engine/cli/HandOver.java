package dev.cambium.engine.cli;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Hands a command line over to the engine that runs, and prints what that answers. Starting a JVM
 * with all that the command line uses takes longer than most commands; the engine's has it loaded
 * and compiled. The launcher script starts this class first, with nothing but the engine's jar.
 *
 * <p>It uses next to nothing, neither a lambda nor a {@code +} between strings, so that it starts
 * in some 60 ms. What it cannot hand over it leaves to {@link Cambium}: it prints nothing then and
 * ends with {@link #NOT_TAKEN}.
 */
final class HandOver {

    /** No command ends so. The launcher script knows the number. */
    static final int NOT_TAKEN = 90;

    /**
     * Commands that neither need the caller's input nor last as long as what they start. Files are
     * found from the caller's folder; a program that wants the terminal is run by this class when
     * the engine has told how.
     */
    private static final String[] HOSTED = {
        "projects",
        "project",
        "branches",
        "branch",
        "endpoints",
        "endpoint",
        "ep",
        "roles",
        "role",
        "databases",
        "database",
        "db",
        "connection-string",
        "cs",
        "timeline",
        "bookmarks",
        "bookmark",
        "snapshots",
        "undo",
        "gc",
        "query",
        "space",
        "usage",
        "nightly",
        "completion",
        "operations",
        "anonymize",
        "logs",
        "api-keys",
        "doctor",
        "psql"
    };

    /** Variables of the environment that these ask for; no other leaves this process. */
    private static final String[] VARIABLES = {"PATH", "DISPLAY", "WAYLAND_DISPLAY"};

    /** Git tells its hooks where they are by variables of this kind. */
    private static final String GIT_VARIABLES = "GIT_";

    private static final int CONNECT_MILLIS = 2_000;
    private static final int FRAME_BYTES_MAX = 1 << 24;

    private HandOver() {}

    public static void main(String[] arguments) {
        int code = run(arguments, System.out, System.err);
        System.out.flush();
        Runtime.getRuntime().halt(code);
    }

    /** The exit code of the command, or {@link #NOT_TAKEN}. */
    static int run(String[] arguments, PrintStream out, PrintStream err) {
        if (!isHosted(arguments)) {
            return NOT_TAKEN;
        }
        try {
            return handOver(arguments, out, err);
        } catch (IOException e) {
            return NOT_TAKEN; // No engine that could be asked; Cambium tells, or starts one.
        }
    }

    /** Whether a command can be run somewhere else than where it was typed. */
    static boolean isHosted(String... arguments) {
        String command = null;
        for (int i = 0; i < arguments.length; i++) {
            String word = arguments[i];
            if (command == null && isOneOf(word, "--home", "-o", "--output")) {
                i++;
            } else if (command == null && !word.startsWith("-")) {
                command = word;
            }
        }
        return command != null
                && (isOneOf(command, HOSTED)
                        || isAboutEngine(command, arguments)
                        || isInGit(command, arguments));
    }

    /** Installing needs to know the launcher script, which only a process of its knows. */
    private static boolean isInGit(String command, String... arguments) {
        return command.equals("git") && !isOneOf("install", arguments);
    }

    /** An engine can tell how it is; starting and stopping it is for a process beside it. */
    private static boolean isAboutEngine(String command, String... arguments) {
        String last = arguments[arguments.length - 1];
        return command.equals("engine") && isOneOf(last, "status", "certificate");
    }

    private static boolean isOneOf(String word, String... words) {
        for (String one : words) {
            if (one.equals(word)) {
                return true;
            }
        }
        return false;
    }

    private static int handOver(String[] arguments, PrintStream out, PrintStream err)
            throws IOException {
        Path home = home(arguments);
        String listening = Files.readString(home.resolve("engine.json"));
        String port = between(listening, "127.0.0.1:", "/");
        String key = Files.readString(home.resolve("api-key")).strip();
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                            Integer.parseInt(port)),
                    CONNECT_MILLIS);
            send(socket.getOutputStream(), body(arguments), key);
            DataInputStream in =
                    new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            return isTaken(in) ? printed(in, out, err) : NOT_TAKEN;
        } catch (NumberFormatException e) {
            return NOT_TAKEN;
        }
    }

    /** As {@link dev.cambium.engine.api.EngineHome#find} has it. */
    private static Path home(String[] arguments) {
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

    /** As the engine's {@code CommandResource} reads it. */
    private static byte[] body(String[] arguments) {
        StringBuilder body = new StringBuilder();
        body.append(Path.of("").toAbsolutePath()).append('\0').append(arguments.length);
        for (String argument : arguments) {
            body.append('\0').append(argument);
        }
        for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
            String name = variable.getKey();
            if (isOneOf(name, VARIABLES) || name.startsWith(GIT_VARIABLES)) {
                body.append('\0').append(name).append('=').append(variable.getValue());
            }
        }
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** HTTP 1.0: the answer then ends with the connection, and nothing in it has to be decoded. */
    private static void send(OutputStream out, byte[] body, String key) throws IOException {
        String unwanted = System.getenv("NO_COLOR");
        boolean colours =
                Boolean.getBoolean("cambium.stdout.tty")
                        && (unwanted == null || unwanted.isEmpty());
        String head =
                String.join(
                        "",
                        "POST /api/v2/cambium/command?colours=",
                        Boolean.toString(colours),
                        " HTTP/1.0\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ",
                        key,
                        "\r\nContent-Type: application/octet-stream\r\nContent-Length: ",
                        Integer.toString(body.length),
                        "\r\n\r\n");
        byte[] both = new byte[head.length() + body.length];
        System.arraycopy(head.getBytes(StandardCharsets.US_ASCII), 0, both, 0, head.length());
        System.arraycopy(body, 0, both, head.length(), body.length);
        out.write(both);
        out.flush();
    }

    private static boolean isTaken(InputStream in) throws IOException {
        String status = line(in);
        while (!line(in).isEmpty()) {
            // The rest of the head tells nothing more.
        }
        return status.contains(" 200");
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** From the first frame on the command is the engine's: it is not to be run a second time. */
    private static int printed(DataInputStream in, PrintStream out, PrintStream err) {
        String[] program = {};
        try {
            while (true) {
                int kind = in.readByte();
                int count = in.readInt();
                if (count < 0 || count > FRAME_BYTES_MAX) {
                    throw new IOException("a frame that is none");
                }
                byte[] bytes = in.readNBytes(count);
                if (kind == 'x') {
                    return program.length == 0 || bytes[0] != 0 ? bytes[0] : ended(program, err);
                } else if (kind == 'p') {
                    program = new String(bytes, StandardCharsets.UTF_8).split("\0", -1);
                } else {
                    PrintStream to = kind == 'o' ? out : err;
                    to.write(bytes, 0, bytes.length);
                    to.flush();
                }
            }
        } catch (IOException e) {
            err.println(
                    "cambium: The connection to the engine was lost; what was asked may still happen. `cambium engine status` tells its state.");
            return Verb.UNREACHABLE;
        }
    }

    /**
     * @param program the password for libpq, the program and its arguments
     * @return its exit code
     */
    private static int ended(String[] program, PrintStream err) {
        List<String> words = Arrays.asList(program);
        try {
            return Programs.runInForeground(words.subList(1, words.size()), words.getFirst());
        } catch (IOException | InterruptedException e) {
            err.println("cambium: ".concat(String.valueOf(e.getMessage())));
            return Verb.REFUSED;
        }
    }

    private static String between(String text, String before, String after) throws IOException {
        int from = text.indexOf(before);
        int to = text.indexOf(after, from + before.length());
        if (from < 0 || to < 0) {
            throw new IOException("no address in it");
        }
        return text.substring(from + before.length(), to);
    }
}
