package dev.cambium.engine.api;

import java.io.OutputStream;
import java.util.List;

/**
 * Runs command lines in the engine's own JVM, which is warm: starting one for a short command takes
 * longer than the command. Thread-safe.
 */
@FunctionalInterface
public interface CommandLineHost {

    /** Looks for something until it is closed. */
    interface Watch extends AutoCloseable {

        @Override
        void close();
    }

    /** Where what a command prints goes. */
    interface Prints {

        OutputStream out();

        OutputStream err();

        /**
         * Has a program run where the command was typed, once the command has ended with 0; its
         * exit code then is the command's, unless what is to be done afterwards fails.
         */
        void thenRun(CallersProgram program);

        /**
         * Looks now and then whether whoever typed the command still waits for its end, until the
         * watch is closed.
         *
         * @param action done once, on another thread, when nobody does: after Ctrl-C, or when the
         *     terminal was closed
         */
        Watch whenLeft(Runnable action);

        /** Keeps back what is printed from now on until a process has ended. */
        void holdUntilEndOf(long pid);
    }

    /**
     * Runs one command line to its end.
     *
     * @param arguments as they were typed, without the program's name
     * @param caller where it was typed
     * @return its exit code
     * @throws EngineException 409 if this command can only be run where it was typed
     */
    int run(List<String> arguments, Caller caller, Prints prints);
}
