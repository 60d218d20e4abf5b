package dev.cambium.engine.server;

import dev.cambium.engine.api.Caller;
import dev.cambium.engine.api.CallersProgram;
import dev.cambium.engine.api.CommandLineHost;
import dev.cambium.engine.api.EngineException;

import io.javalin.http.Context;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code POST /cambium/command}: runs a command line here. Its body is texts, each but the last
 * followed by a zero byte: the folder it was typed in, how many arguments there are, the arguments,
 * and variables of the environment as {@code NAME=VALUE}. The answer is a sequence of frames: a
 * byte that says what it is, the number of its bytes in four bytes, the highest first, and the
 * bytes.
 *
 * <ul>
 *   <li>{@code o} is standard output, {@code e} standard error, {@code x} the exit code.
 *   <li>{@code w} is a process by its number, in digits: what comes on standard output from here on
 *       is printed when that has ended.
 *   <li>{@code p} is a program to run there when the command has ended with 0: texts with zero
 *       bytes between them, as above. They are the file for its output or nothing, how many
 *       variables there are, these, how many words the command line has that is to be run
 *       afterwards, these, the program and its arguments.
 * </ul>
 */
final class CommandResource {

    /** More than anybody types at once; scripts that want more run in JVMs of their own. */
    private static final int RUNNING_MAX = 16;

    /** Between two looks whether anybody waits for a command; the second finds it out. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(CommandResource.class);

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
                        "true".equals(context.queryParam("colours")),
                        "true".equals(context.queryParam("redraws")));
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
        } catch (UncheckedIOException e) {
            LOG.debug("Whoever typed a command has ended it", e);
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
        public void thenRun(CallersProgram program) {
            List<String> texts = new ArrayList<>();
            Path output = program.output();
            texts.add(output == null ? "" : output.toString());
            texts.add(String.valueOf(program.environment().size()));
            program.environment().forEach((name, value) -> texts.add(name + "=" + value));
            texts.add(String.valueOf(program.afterwards().size()));
            texts.addAll(program.afterwards());
            texts.addAll(program.command());
            write('p', String.join("\0", texts));
        }

        @Override
        public void holdUntilEndOf(long pid) {
            write('w', String.valueOf(pid));
        }

        /**
         * A connection that nobody reads any more tells so when it is written to, if not at once.
         */
        @Override
        public CommandLineHost.Watch whenLeft(Runnable action) {
            AtomicBoolean closed = new AtomicBoolean();
            Thread.ofVirtual().name("caller-watch").start(() -> watch(closed, action));
            return () -> {
                synchronized (this) {
                    closed.set(true);
                }
            };
        }

        private void watch(AtomicBoolean closed, Runnable action) {
            try {
                while (writeUnless(closed)) {
                    Thread.sleep(LOOK);
                }
            } catch (UncheckedIOException e) {
                action.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Nothing is written once the command has ended: the answer is no longer this one's. */
        private synchronized boolean writeUnless(AtomicBoolean closed) {
            if (closed.get()) {
                return false;
            }
            write('e', new byte[0], 0, 0);
            return true;
        }

        private OutputStream stream(char kind) {
            return new OutputStream() {
                @Override
                public void write(int one) {
                    write(new byte[] {(byte) one}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int from, int count) {
                    Frames.this.write(kind, bytes, from, count);
                }
            };
        }

        private void write(char kind, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            write(kind, bytes, 0, bytes.length);
        }

        /**
         * @throws UncheckedIOException when nobody listens any more: whoever typed the command has
         *     ended it, so it ends here, too, as its own process would have. An {@link IOException}
         *     would be swallowed by the writers above
         */
        synchronized void write(char kind, byte[] bytes, int from, int count) {
            try {
                context.res().setContentType("application/octet-stream");
                DataOutputStream out = new DataOutputStream(context.res().getOutputStream());
                out.writeByte(kind);
                out.writeInt(count);
                out.write(bytes, from, count);
                context.res().flushBuffer();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
