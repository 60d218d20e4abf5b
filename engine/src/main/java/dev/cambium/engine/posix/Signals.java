package dev.cambium.engine.posix;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Signals to other processes: {@link Process} knows only SIGTERM and SIGKILL. */
public final class Signals {

    /** The numbers are those of Linux on x86-64 and arm64. */
    public enum Signal {
        /** To Postgres: end sessions and shut down cleanly. */
        INTERRUPT(2),
        /** To Postgres: stop at once, recover at the next start. */
        QUIT(3),
        KILL(9),
        /** It does nothing more, and above all starts no other process. */
        STOP(19);

        private final int number;

        Signal(int number) {
            this.number = number;
        }
    }

    private static final MethodHandle KILL = kill();

    private Signals() {}

    /** Sends a signal; a process that is gone, or is not ours, is left alone. */
    public static void send(long pid, Signal signal) {
        try {
            int ignored = (int) KILL.invokeExact((int) pid, signal.number);
        } catch (Throwable e) {
            throw new IllegalStateException("kill(2) could not be called", e);
        }
    }

    @SuppressWarnings("restricted") // kill(2) takes two numbers and touches no memory of ours.
    private static MethodHandle kill() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("kill"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }
}
