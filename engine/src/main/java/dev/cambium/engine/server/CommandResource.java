package dev.cambium.engine.server;

import dev.cambium.engine.api.Caller;
import dev.cambium.engine.api.CommandLineHost;
import dev.cambium.engine.api.EngineException;

import io.javalin.http.Context;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * {@code POST /cambium/command}: runs a command line here. Its body is texts, each but the last
 * followed by a zero byte: the folder it was typed in, how many arguments there are, the arguments,
 * and variables of the environment as {@code NAME=VALUE}. The answer is a sequence of frames: a
 * byte that says what it is ({@code o} standard output, {@code e} standard error, {@code p} a
 * program to run there: the password for libpq, the program and its arguments, with zero bytes as
 * above; {@code x} the exit code), the number of its bytes in four bytes, the highest first, and
 * the bytes.
 */
final class CommandResource {

    /** More than anybody types at once; scripts that want more run in JVMs of their own. */
    private static final int RUNNING_MAX = 16;

    private final CommandLineHost host;
    private final Semaphore free = new Semaphore(RUNNING_MAX);

    CommandResource(CommandLineHost host, Routes routes) {
        this.host = host;
        routes.post("/cambium/command", this::run);
    }

    private void run(Context context) throws IOException {
        String typed = new String(RequestBody.bytes(context), StandardCharsets.UTF_8);
        List<String> texts = List.of(typed.split("\0", -1));
        int end = argumentsEnd(texts);
        Caller caller =
                new Caller(
                        Path.of(texts.getFirst()),
                        variables(texts.subList(end, texts.size())),
                        "true".equals(context.queryParam("colours")));
        if (!free.tryAcquire()) {
            throw new EngineException(
                    503,
                    "TOO_MANY_COMMANDS",
                    "%d commands run in the engine already; run this one in a process of its own."
                            .formatted(RUNNING_MAX));
        }
        try {
            Frames answer = new Frames(context);
            int code = host.run(texts.subList(2, end), caller, answer);
            answer.write('x', new byte[] {(byte) code}, 0, 1);
        } finally {
            free.release();
        }
    }

    /** Where in the texts the arguments end. */
    private static int argumentsEnd(List<String> texts) {
        try {
            int count = texts.size() < 2 ? -1 : Integer.parseInt(texts.get(1));
            if (count >= 0 && count <= texts.size() - 2) {
                return count + 2;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw RequestBody.bad(
                "The body is a folder, the number of arguments, the arguments and variables, with a zero byte between them.");
    }

    private static Map<String, String> variables(List<String> texts) {
        Map<String, String> variables = new HashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals > 0) {
                variables.put(text.substring(0, equals), text.substring(equals + 1));
            }
        }
        return variables;
    }

    /** The answer; begun with the first frame, so that a command can still be refused before. */
    private static final class Frames implements CommandLineHost.Prints {

        private final Context context;

        Frames(Context context) {
            this.context = context;
        }

        @Override
        public OutputStream out() {
            return stream('o');
        }

        @Override
        public OutputStream err() {
            return stream('e');
        }

        @Override
        public void thenRun(List<String> program, String password) {
            byte[] frame =
                    (password + "\0" + String.join("\0", program)).getBytes(StandardCharsets.UTF_8);
            try {
                write('p', frame, 0, frame.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e); // Nobody listens any more.
            }
        }

        private OutputStream stream(char kind) {
            return new OutputStream() {
                @Override
                public void write(int one) throws IOException {
                    write(new byte[] {(byte) one}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int from, int count) throws IOException {
                    Frames.this.write(kind, bytes, from, count);
                }
            };
        }

        synchronized void write(char kind, byte[] bytes, int from, int count) throws IOException {
            context.res().setContentType("application/octet-stream");
            DataOutputStream out = new DataOutputStream(context.res().getOutputStream());
            out.writeByte(kind);
            out.writeInt(count);
            out.write(bytes, from, count);
            context.res().flushBuffer();
        }
    }
}
