package dev.cambium.engine.server;

import dev.cambium.engine.api.CommandLineHost;
import dev.cambium.engine.api.EngineException;

import io.javalin.http.Context;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * {@code POST /cambium/command}: runs a command line here. Its body is the arguments, each but the
 * last followed by a zero byte. The answer is a sequence of frames: a byte that says what it is
 * ({@code o} standard output, {@code e} standard error, {@code x} the exit code), the number of its
 * bytes in four bytes, the highest first, and the bytes.
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
        List<String> arguments = List.of(typed.split("\0", -1));
        if (!free.tryAcquire()) {
            throw new EngineException(
                    503,
                    "TOO_MANY_COMMANDS",
                    "%d commands run in the engine already; run this one in a process of its own."
                            .formatted(RUNNING_MAX));
        }
        try {
            Frames answer = new Frames(context);
            int code =
                    host.run(
                            arguments,
                            "true".equals(context.queryParam("colours")),
                            answer.stream('o'),
                            answer.stream('e'));
            answer.write('x', new byte[] {(byte) code}, 0, 1);
        } finally {
            free.release();
        }
    }

    /** The answer; begun with the first frame, so that a command can still be refused before. */
    private static final class Frames {

        private final Context context;

        Frames(Context context) {
            this.context = context;
        }

        OutputStream stream(char kind) {
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
