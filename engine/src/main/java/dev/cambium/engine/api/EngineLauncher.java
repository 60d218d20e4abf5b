package dev.cambium.engine.api;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds the engine of a home folder, starts it when none runs, and stops it.
 *
 * <p>The engine is a process of its own, in a session of its own: it outlives whoever started it.
 * What it prints goes to {@code logs/engine.out} of its home. The launcher script tells by system
 * properties how to start it: {@code cambium.jvmopts} (the file of JVM options), {@code
 * cambium.engine.classpath} (else the class path of this process) and {@code cambium.engine.aot}
 * (the JVM's AOT cache, so that it is fast from the start; may be missing). Thread-safe.
 */
public final class EngineLauncher {

    static final String MAIN_CLASS = "dev.cambium.engine.EngineMain";

    /** A first start unpacks Postgres, and one after a crash replays WAL. */
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    /** A stop ends every compute cleanly, which writes out their buffers. */
    private static final Duration STOP_TIMEOUT = Duration.ofMinutes(2);

    private static final Duration POLL = Duration.ofMillis(20);

    /** The output of earlier starts is kept up to this size. */
    private static final long OUT_BYTES_MAX = 4L << 20;

    /** Two threads of one process cannot both ask for a file lock. */
    private static final ReentrantLock STARTING = new ReentrantLock();

    private final EngineHome home;

    public EngineLauncher(EngineHome home) {
        this.home = home;
    }

    public EngineHome home() {
        return home;
    }

    /** The running engine, if its process lives and it answers to this home's key. */
    public Optional<EngineClient> running() {
        Optional<EngineHome.Listening> listening = home.listening().filter(l -> isAlive(l.pid()));
        Optional<EngineClient> client = listening.flatMap(this::client);
        if (client.isEmpty()) {
            return client;
        }
        try {
            if (client.get().info().pid() == listening.get().pid()) {
                return client;
            }
        } catch (EngineException e) {
            // Its process number now belongs to another program, or it is on its way up or down.
        }
        client.get().close();
        return Optional.empty();
    }

    /** The engine whose process this is: as {@link #running}, but it need not be asked whether. */
    public Optional<EngineClient> serving() {
        return home.listening().flatMap(this::client);
    }

    private Optional<EngineClient> client(EngineHome.Listening listening) {
        URI apiUrl = URI.create(listening.apiUrl());
        return home.apiKey().map(key -> EngineClient.connect(apiUrl, key));
    }

    /**
     * The engine of this home, started if need be.
     *
     * @param port where the API shall listen; null or 0 takes any free one. An engine that already
     *     runs keeps its own
     * @throws EngineException with the engine's last words when it does not start
     */
    public EngineClient runningOrStarted(@Nullable Integer port) {
        return runningOrStarted(port, List.of());
    }

    /**
     * As {@link #runningOrStarted(Integer)}.
     *
     * @param more arguments for an engine that is started
     */
    public EngineClient runningOrStarted(@Nullable Integer port, List<String> more) {
        Optional<EngineClient> running = running();
        if (running.isPresent()) {
            return running.get();
        }
        home.create();
        STARTING.lock();
        try (FileChannel file =
                        FileChannel.open(
                                home.ownFile(home.folder().resolve("start.lock")),
                                StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            running = lock.isValid() ? running() : Optional.empty();
            return running.isPresent() ? running.get() : start(port, more);
        } catch (IOException e) {
            throw new EngineException(
                    500, "ENGINE_START_FAILED", "The engine could not be started: " + e + ".");
        } finally {
            STARTING.unlock();
        }
    }

    /**
     * Stops the engine and returns when its process has ended.
     *
     * @return false when none ran
     * @throws EngineException when it still runs after two minutes
     */
    public boolean stop() {
        Optional<ProcessHandle> process =
                home.listening().flatMap(l -> ProcessHandle.of(l.pid())).filter(this::isOther);
        Optional<EngineClient> running = running();
        if (running.isPresent()) {
            try (EngineClient client = running.get()) {
                client.stop();
            } catch (EngineException e) {
                // An engine that ends may cut off its own answer; its process tells below.
                if (e.status() != 0) {
                    throw e;
                }
            }
        } else if (process.filter(this::isEngine).isPresent()) {
            // It lives and does not answer: ask its process, which puts everything away as well.
            process.get().destroy();
        } else {
            return false;
        }
        long deadline = System.nanoTime() + STOP_TIMEOUT.toNanos();
        while (process.isPresent() && process.get().isAlive()) {
            if (System.nanoTime() > deadline) {
                throw new EngineException(
                        500,
                        "ENGINE_STOP_FAILED",
                        "The engine (process %d) has not ended after %d seconds. %s tells what it is doing."
                                .formatted(
                                        process.get().pid(),
                                        STOP_TIMEOUT.toSeconds(),
                                        home.logs()));
            }
            pause();
        }
        return true;
    }

    private EngineClient start(@Nullable Integer port, List<String> more) throws IOException {
        Path out = home.logs().resolve("engine.out");
        if (Files.exists(out) && Files.size(out) > OUT_BYTES_MAX) {
            Files.delete(out);
        }
        long outStart = Files.size(home.ownFile(out));
        Process process =
                new ProcessBuilder(command(port, more))
                        .directory(home.folder().toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
                        .redirectErrorStream(true)
                        .start();
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (true) {
            boolean ended = !process.isAlive();
            boolean announced = home.listening().filter(l -> l.pid() == process.pid()).isPresent();
            if (ended || announced) {
                Optional<EngineClient> running = running();
                if (running.isPresent()) {
                    return running.get();
                }
            }
            if (ended) {
                throw new EngineException(
                        500, "ENGINE_START_FAILED", lastWords(out, outStart, process.exitValue()));
            }
            if (System.nanoTime() > deadline) {
                throw new EngineException(
                        500,
                        "ENGINE_START_FAILED",
                        "The engine (process %d) was started and has not answered after %d seconds. %s tells what it is doing."
                                .formatted(process.pid(), START_TIMEOUT.toSeconds(), out));
            }
            pause();
        }
    }

    private List<String> command(@Nullable Integer port, List<String> more) {
        List<String> command = new ArrayList<>();
        if (onPath("setsid")) {
            // A session of its own: neither Ctrl-C nor a closed terminal reaches the engine.
            command.add("setsid");
        }
        command.addAll(foreground(more));
        if (port != null) {
            command.add("--port");
            command.add(port.toString());
        }
        return command;
    }

    /**
     * What runs an engine of this home until it is told to stop, for those who start it.
     *
     * @param more arguments for it
     * @throws EngineException if this program was not told how to start one
     */
    public List<String> foreground(List<String> more) {
        String options = System.getProperty("cambium.jvmopts");
        if (options == null) {
            throw new EngineException(
                    500,
                    "ENGINE_START_FAILED",
                    "No engine runs on %s, and this program does not know how to start one: run `cambium engine start` first."
                            .formatted(home.folder()));
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + options);
        String cache = System.getProperty("cambium.engine.aot");
        if (cache != null && Files.isReadable(Path.of(cache))) {
            command.add("-XX:AOTCache=" + cache);
            // One of another build is passed over; nobody needs to read that.
            command.add("-Xlog:disable");
        }
        command.add("-cp");
        command.add(
                System.getProperty(
                        "cambium.engine.classpath", System.getProperty("java.class.path")));
        command.add(MAIN_CLASS);
        command.add("--home");
        command.add(home.folder().toString());
        command.addAll(more);
        return command;
    }

    /** The last line the engine printed in this start that is a sentence, not a stack trace. */
    private static String lastWords(Path out, long from, int exitValue) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(out.toFile(), "r")) {
            // The end is what counts; a start that prints more than this has gone astray.
            long start = Math.max(from, file.length() - (64 << 10));
            file.seek(start);
            byte[] tail = new byte[Math.toIntExact(file.length() - start)];
            file.readFully(tail);
            String last =
                    new String(tail, StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("\t"))
                            .reduce("", (before, line) -> line);
            return last.isEmpty()
                    ? "The engine ended at once with status %d and said nothing; see %s."
                            .formatted(exitValue, out)
                    : last;
        }
    }

    private static boolean onPath(String program) {
        String path = System.getenv("PATH");
        if (path == null) {
            return false;
        }
        for (String folder : path.split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private boolean isOther(ProcessHandle process) {
        return process.pid() != ProcessHandle.current().pid();
    }

    /** Whether a process is an engine, and not a program that was given its old number. */
    private boolean isEngine(ProcessHandle process) {
        return process.isAlive()
                && process.info()
                        .arguments()
                        .filter(arguments -> List.of(arguments).contains(MAIN_CLASS))
                        .filter(arguments -> List.of(arguments).contains(home.folder().toString()))
                        .isPresent();
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(
                    0, "INTERRUPTED", "Interrupted while waiting for the engine.");
        }
    }
}
