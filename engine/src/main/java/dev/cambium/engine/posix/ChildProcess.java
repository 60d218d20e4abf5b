package dev.cambium.engine.posix;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that runs beside this one, started by posix_spawn(3). {@link ProcessBuilder} has a
 * helper of its own find and close what this process has open, one file after another, and the
 * kernel then keeps a note of each until the program ends: of an engine with 2,000 files that was a
 * tenth of the time a server took to start. Here the kernel closes all at once, so that it does not
 * matter how many branches there are.
 *
 * <p>It reads nothing, and its two outputs come as one. Thread-safe.
 */
public final class ChildProcess extends Process {

    /** Of the one thread that waits for its end. */
    private static final long STACK_BYTES = 128 << 10;

    /** How shells and {@link ProcessBuilder} tell that a signal ended a program. */
    private static final int SIGNALLED = 0x80;

    private final long pid;
    private final InputStream output;
    private final CompletableFuture<Integer> end = new CompletableFuture<>();

    private ChildProcess(long pid, InputStream output) {
        this.pid = pid;
        this.output = output;
    }

    /**
     * Starts a program. Where the C library cannot close all that is open (before glibc 2.34), it
     * is started as {@link ProcessBuilder} does.
     *
     * @param command the program, looked for on the PATH if it has no slash, and its arguments
     * @param environment all of it
     * @throws IOException if there is no such program, or it cannot be run
     */
    public static Process start(List<String> command, Map<String, String> environment)
            throws IOException {
        if (!Spawn.closesAll()) {
            return started(command, environment);
        }
        ChildProcess process;
        try (Pipe pipe = Pipe.open()) {
            // Opened anew by its number, so that Java reads it as any file.
            InputStream output = new FileInputStream("/proc/self/fd/" + pipe.readEnd());
            try {
                process =
                        new ChildProcess(
                                Spawn.program(command, environment, pipe.writeEnd()), output);
            } catch (IOException e) {
                output.close();
                throw e;
            }
        }
        Thread.ofPlatform()
                .daemon()
                .name("end of process " + process.pid)
                .stackSize(STACK_BYTES)
                .start(process::await);
        return process;
    }

    private static Process started(List<String> command, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private void await() {
        int status = Spawn.statusOf(pid);
        int signal = status & 0x7f;
        end.complete(signal == 0 ? (status >> 8) & 0xff : SIGNALLED + signal);
    }

    @Override
    public long pid() {
        return pid;
    }

    /** What it writes to either output; ends when it and all its children have closed them. */
    @Override
    public InputStream getInputStream() {
        return output;
    }

    /** Empty: both outputs are one. */
    @Override
    public InputStream getErrorStream() {
        return InputStream.nullInputStream();
    }

    /** It reads nothing. */
    @Override
    public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public boolean isAlive() {
        return !end.isDone();
    }

    @Override
    public int waitFor() throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
        try {
            end.get(timeout, unit);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int exitValue() {
        Integer known = end.getNow(null);
        if (known == null) {
            throw new IllegalThreadStateException("the process has not ended");
        }
        return known;
    }

    @Override
    public CompletableFuture<Process> onExit() {
        return end.thenApply(code -> this);
    }

    @Override
    public void destroy() {
        signal(Signals.Signal.TERMINATE);
    }

    @Override
    public Process destroyForcibly() {
        signal(Signals.Signal.KILL);
        return this;
    }

    private void signal(Signals.Signal signal) {
        if (isAlive()) {
            Signals.send(pid, signal);
        }
    }

    @Override
    public ProcessHandle toHandle() {
        return ProcessHandle.of(pid)
                .orElseThrow(() -> new UnsupportedOperationException("the process has ended"));
    }
}
