package dev.cambium.engine.cli;

import dev.cambium.engine.api.CallersProgram;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One command line that the engine runs: the call of {@code POST /cambium/command}, and the frames
 * that it answers with. Uses as little of Java as {@link HandOver}. For one thread.
 */
final class CommandCall {

    private static final int CONNECT_MILLIS = 2_000;
    private static final int FRAME_BYTES_MAX = 1 << 24;

    /** As long as {@code EngineLauncher} waits. */
    private static final int END_SECONDS_MAX = 120;

    private static final int END_POLL_MILLIS = 10;

    private final Path home;
    private final PrintStream out;
    private final PrintStream err;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private long awaitedPid;
    private @Nullable CallersProgram program;

    /**
     * @param home of the engine
     * @param out gets what the command prints
     * @param err gets its remarks
     */
    CommandCall(Path home, PrintStream out, PrintStream err) {
        this.home = home;
        this.out = out;
        this.err = err;
    }

    /** The program to be run now that the command has ended with 0; null for none. */
    @Nullable CallersProgram program() {
        return program;
    }

    /**
     * Has a command line run.
     *
     * @param query what is to be known of the terminal, as the call has it behind its {@code ?}
     * @param body as the engine's {@code CommandResource} reads it
     * @return its exit code, or {@link HandOver#NOT_TAKEN} if the engine does not run this one, or
     *     is of another version
     * @throws IOException if no engine could be asked; nothing was begun then
     */
    int run(String query, byte[] body) throws IOException {
        String listening = Files.readString(home.resolve("engine.json"));
        if (!isOfVersion(HandOver.class.getPackage().getImplementationVersion(), listening)) {
            return HandOver.NOT_TAKEN;
        }
        String port = between(listening, "127.0.0.1:", "/");
        String key = Files.readString(home.resolve("api-key")).strip();
        // Asked for a proxy, Java would load what knows of the system's, at a tenth of the whole
        // time.
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            socket.connect(
                    new InetSocketAddress(
                            InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                            Integer.parseInt(port)),
                    CONNECT_MILLIS);
            send(socket.getOutputStream(), query, body, key);
            DataInputStream in =
                    new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            return isTaken(in) ? printed(in) : HandOver.NOT_TAKEN;
        } catch (NumberFormatException e) {
            return HandOver.NOT_TAKEN;
        }
    }

    /**
     * Whether an engine would understand the command lines of these programs, and its answers be
     * understood.
     *
     * @param version of the programs; null if they are not packaged
     * @param listening what the engine wrote when it began to listen
     */
    static boolean isOfVersion(@Nullable String version, String listening) throws IOException {
        if (version == null) {
            return true;
        }
        String behind = between(listening.concat("\n"), "\"version\"", "\n");
        return version.equals(between(behind, "\"", "\""));
    }

    /** HTTP 1.0: the answer then ends with the connection, and nothing in it has to be decoded. */
    private static void send(OutputStream out, String query, byte[] body, String key)
            throws IOException {
        String head =
                String.join(
                        "",
                        "POST /api/v2/cambium/command?",
                        query,
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
    private int printed(DataInputStream in) {
        try {
            while (true) {
                int kind = in.readByte();
                int count = in.readInt();
                if (count < 0 || count > FRAME_BYTES_MAX) {
                    throw new IOException("a frame that is none");
                }
                byte[] bytes = in.readNBytes(count);
                switch (kind) {
                    case 'x' -> {
                        int code = Byte.toUnsignedInt(bytes[0]);
                        return code == Verb.DONE && awaitedPid != 0 ? ended() : code;
                    }
                    case 'p' -> program = program(text(bytes));
                    case 'w' -> awaitedPid = Long.parseLong(text(bytes));
                    case 'o' -> print(awaitedPid == 0 ? out : held, bytes);
                    default -> print(err, bytes);
                }
            }
        } catch (IOException e) {
            if (awaitedPid != 0) {
                return ended(); // An engine that ends may cut off its own answer.
            }
            err.println(
                    "cambium: The connection to the engine was lost; what was asked may still happen. `cambium engine status` tells its state.");
            return Verb.UNREACHABLE;
        }
    }

    private static void print(OutputStream to, byte[] bytes) throws IOException {
        to.write(bytes);
        to.flush();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Waits for the end of the process that was named, and prints what was held back. */
    private int ended() {
        for (int i = 0; i < END_SECONDS_MAX * 1000 / END_POLL_MILLIS; i++) {
            ProcessHandle process = ProcessHandle.of(awaitedPid).orElse(null);
            if (process == null || !process.isAlive()) {
                out.writeBytes(held.toByteArray());
                out.flush();
                return Verb.DONE;
            }
            try {
                Thread.sleep(END_POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        err.println(
                String.join(
                        "",
                        "cambium: The engine (process ",
                        Long.toString(awaitedPid),
                        ") has not ended yet. ",
                        home.resolve("logs").toString(),
                        " tells what it is doing."));
        return Verb.REFUSED;
    }

    /** As the engine's {@code CommandResource} writes it. */
    private static CallersProgram program(String frame) {
        List<String> texts = Arrays.asList(frame.split("\0", -1));
        int variablesEnd = 2 + Integer.parseInt(texts.get(1));
        Map<String, String> variables = new HashMap<>();
        for (String variable : texts.subList(2, variablesEnd)) {
            int equals = variable.indexOf('=');
            variables.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        int wordsEnd = variablesEnd + 1 + Integer.parseInt(texts.get(variablesEnd));
        String output = texts.getFirst();
        return new CallersProgram(
                texts.subList(wordsEnd, texts.size()),
                variables,
                output.isEmpty() ? null : Path.of(output),
                texts.subList(variablesEnd + 1, wordsEnd));
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
