package dev.cambium.engine.cli;

import dev.cambium.engine.api.CallersProgram;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A program that has the terminal until it ends, and what is to be done then. A signal that this
 * process gets reaches the program, too, and this process ends as the program does when all is
 * done. Uses as little of Java as {@link HandOver}.
 */
final class ForegroundProgram {

    /** As shells have it. */
    private static final int NOT_FOUND = 127;

    /** Who is told. */
    interface Ending {

        /** A sentence for people. */
        void say(String sentence);

        /**
         * Does what is to be done when the program has ended.
         *
         * @param code its exit code
         * @return 0, or the exit code that counts instead of it
         */
        int ended(int code);
    }

    private final CallersProgram program;
    private final Ending ending;
    private @Nullable Process process;
    private boolean isOver;
    private int instead;

    private ForegroundProgram(CallersProgram program, Ending ending) {
        this.program = program;
        this.ending = ending;
    }

    /**
     * Runs it to its end.
     *
     * @return the exit code: that of what was done afterwards if that failed, else the program's;
     *     127 if there is no such program. Does not return when a signal ends this process
     */
    static int run(CallersProgram program, Ending ending) throws InterruptedException {
        return new ForegroundProgram(program, ending).run();
    }

    private int run() throws InterruptedException {
        Signalled signalled = new Signalled();
        try {
            Runtime.getRuntime().addShutdownHook(signalled);
        } catch (IllegalStateException e) {
            end(NOT_FOUND);
            awaitEnd();
        }
        int code;
        try {
            Process started = start();
            code = started == null ? NOT_FOUND : started.waitFor();
        } catch (IOException e) {
            ending.say("cambium: ".concat(String.valueOf(e.getMessage())));
            code = NOT_FOUND;
        }
        code = end(code);
        try {
            Runtime.getRuntime().removeShutdownHook(signalled);
        } catch (IllegalStateException e) {
            awaitEnd();
        }
        return code;
    }

    /** Starts it, unless a signal came first: then there is nothing to start it for. */
    private synchronized @Nullable Process start() throws IOException {
        if (isOver) {
            return null;
        }
        ProcessBuilder builder = new ProcessBuilder(program.command()).inheritIO();
        Path output = program.output();
        if (output != null) {
            builder.redirectOutput(output.toFile());
        }
        builder.environment().putAll(program.environment());
        process = builder.start();
        return process;
    }

    /** What was started; from now on nothing is, if nothing was. */
    private synchronized @Nullable Process startedAtLast() {
        if (process == null) {
            end(NOT_FOUND);
        }
        return process;
    }

    /** Only once, whoever comes first; who comes second waits. */
    private synchronized int end(int code) {
        if (!isOver) {
            isOver = true;
            instead = ending.ended(code);
        }
        return instead == 0 ? code : instead;
    }

    /** A signal has come: this process ends as soon as {@link Signalled} has done its work. */
    private static void awaitEnd() throws InterruptedException {
        Thread.currentThread().join();
    }

    /** Passes a signal on, and waits until all is done. */
    private final class Signalled extends Thread {

        Signalled() {
            super("signalled");
        }

        @Override
        public void run() {
            Process started = startedAtLast();
            if (started == null) {
                return;
            }
            // One with nothing to be done afterwards, psql, deals with signals itself.
            if (!program.afterwards().isEmpty()) {
                started.destroy();
            }
            try {
                // The program knows what the signal meant; left to itself, the JVM would tell of
                // the signal alone.
                Runtime.getRuntime().halt(end(started.waitFor()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
