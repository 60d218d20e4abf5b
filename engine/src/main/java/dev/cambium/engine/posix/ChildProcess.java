package dev.cambium.engine.posix;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

    /** Its exit code if somebody else in this process waited for it. */
    private static final int UNKNOWN = -1;

    private final long pid;
    private final InputStream output;
    private final CompletableFuture<Integer> end = new CompletableFuture<>();

    private ChildProcess(long pid, InputStream output) {
        this.pid = pid;
        this.output = output;
    }

    /**
     * Starts a program in the working folder of this process, which must not ignore SIGCHLD (a JVM
     * has it handled once it was asked for its environment). Where the C library cannot close all
     * that is open (before glibc 2.34), or a text is not plain ASCII, {@link ProcessBuilder} does
     * it: that knows how the system writes such texts.
     *
     * @param program the command and all of its environment; the rest of it is not looked at
     * @throws IOException if there is no such program, or it cannot be run
     */
    public static Process start(ProcessBuilder program) throws IOException {
        if (!Spawn.closesAll() || !isPlain(program)) {
            Process process = program.redirectErrorStream(true).start();
            process.getOutputStream().close();
            return process;
        }
        try (Pipe pipe = Pipe.open()) {
            // Opened anew by its number, so that Java reads it as any file.
            InputStream output = new FileInputStream("/proc/self/fd/" + pipe.readEnd());
            try {
                return started(program, pipe, output);
            } catch (IOException | RuntimeException | Error e) {
                output.close();
                throw e;
            }
        }
    }

    private static ChildProcess started(ProcessBuilder program, Pipe pipe, InputStream output)
            throws IOException {
        long pid = Spawn.program(program.command(), program.environment(), pipe.writeEnd());
        ChildProcess process = new ChildProcess(pid, output);
        try {
            Thread.ofPlatform()
                    .daemon()
                    .name("end of process " + pid)
                    .stackSize(STACK_BYTES)
                    .start(process::await);
        } catch (RuntimeException | Error e) {
            // No thread is left to be had; nobody would ever hear of it.
            Signals.send(pid, Signals.Signal.KILL);
            process.await();
            throw e;
        }
        return process;
    }

    private static boolean isPlain(ProcessBuilder program) {
        return program.command().stream().allMatch(ChildProcess::isPlain)
                && program.environment().entrySet().stream()
                        .allMatch(one -> isPlain(one.getKey()) && isPlain(one.getValue()));
    }

    private static boolean isPlain(String text) {
        return text.chars().allMatch(character -> character < 0x80);
    }

    private void await() {
        try {
            int status = Spawn.statusOf(pid);
            int signal = status & 0x7f;
            end.complete(signal == 0 ? (status >> 8) & 0xff : SIGNALLED + signal);
        } catch (IllegalStateException e) {
            end.complete(UNKNOWN); // It has ended, and somebody else was told how.
        }
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
        return end.thenApplyAsync(code -> this); // not on the small stack of who waits
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
