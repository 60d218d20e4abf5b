package dev.cambium.engine.compute;

import dev.cambium.engine.posix.Signals;
import dev.cambium.engine.posix.Signals.Signal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program of Postgres that works on a data folder that nobody uses yet, and ends. */
final class Preparation {

    private static final int SECONDS_MAX = 120;

    /** How soon somebody is heard who does not want it any more; nobody feels less. */
    private static final int LOOK_MILLIS = 50;

    /** Processes that were killed are gone at once; this is for a computer that hangs. */
    private static final int END_SECONDS_MAX = 10;

    private Preparation() {}

    /**
     * Returns when it has ended well.
     *
     * @param program for messages
     * @param input what it reads; null for nothing
     * @param requireWanted is asked again and again; when it throws, nothing of the program runs
     *     any more
     * @throws IOException with what it said if it failed
     */
    static void run(
            String program, List<String> command, @Nullable Path input, Runnable requireWanted)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(key -> key.startsWith("PG"));
        Path output = Files.createTempFile("cambium-" + program, ".log");
        try {
            builder.redirectOutput(output.toFile());
            if (input != null) {
                builder.redirectInput(input.toFile());
            }
            Process process = builder.start();
            try {
                await(program, process, requireWanted);
            } finally {
                end(program, process);
            }
            if (process.exitValue() != 0) {
                throw new IOException(
                        program
                                + " failed: "
                                + Files.readString(output, StandardCharsets.UTF_8).strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + program + " ran", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static void await(String program, Process process, Runnable requireWanted)
            throws IOException, InterruptedException {
        long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            requireWanted.run();
            if (System.nanoTime() > giveUpAt) {
                throw new IOException("%s did not end within %d s".formatted(program, SECONDS_MAX));
            }
        }
    }

    /** With the processes that it started; they would go on writing for a while. */
    private static void end(String program, Process process)
            throws IOException, InterruptedException {
        if (!process.isAlive()) {
            return;
        }
        Set<ProcessHandle> all = stopped(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle one : all) {
            try {
                ProcessHandle _ = one.onExit().get(END_SECONDS_MAX, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException(
                        "%s would not end: process %d".formatted(program, one.pid()), e);
            }
        }
    }

    /** First each is stopped: one that runs could start another that nobody knows of. */
    private static Set<ProcessHandle> stopped(ProcessHandle first) {
        Set<ProcessHandle> all = new LinkedHashSet<>();
        List<ProcessHandle> found = List.of(first);
        while (!found.isEmpty()) {
            found.forEach(one -> Signals.send(one.pid(), Signal.STOP));
            all.addAll(found);
            found = first.descendants().filter(one -> !all.contains(one)).toList();
        }
        return all;
    }
}
