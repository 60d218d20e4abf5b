package dev.cambium.engine.compute;

import dev.cambium.engine.posix.Signals;
import dev.cambium.engine.posix.Signals.Signal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Postgres processes that outlived the engine that started them.
 *
 * <p>A server is ours if its executable is called postgres and its working folder, which Postgres
 * sets to its data folder, lies below ours. Both are read from {@code /proc}, which does not touch
 * the file system they point into, so this also works when the mount behind them is dead.
 */
public final class DataFolderProcesses {

    private static final Logger log = LoggerFactory.getLogger(DataFolderProcesses.class);

    private static final long END_MILLIS_MAX = 10_000;

    /** What Postgres makes in its data folder for as long as it runs, and leaves when killed. */
    public static final String LOCK_FILE = "postmaster.pid";

    private DataFolderProcesses() {}

    /**
     * Ends every Postgres that works below a folder and returns when none is left.
     *
     * @return how many there were
     * @throws IOException if one would not end
     */
    public static int endAll(Path folder) throws IOException {
        List<Long> found = below(folder);
        for (long pid : found) {
            log.info(
                    "Ending the Postgres process {} that an engine left behind in {}", pid, folder);
            Signals.send(pid, Signal.QUIT);
        }
        long killAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_MILLIS_MAX / 2);
        long giveUpAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_MILLIS_MAX);
        boolean killed = false;
        for (List<Long> left; !(left = below(folder)).isEmpty(); ) {
            if (!killed && System.nanoTime() > killAt) {
                left.forEach(pid -> Signals.send(pid, Signal.KILL));
                killed = true;
            }
            if (System.nanoTime() > giveUpAt) {
                throw new IOException(
                        "Postgres processes of an earlier engine would not end: " + left);
            }
            sleepBriefly();
        }
        return found.size();
    }

    /**
     * Removes the lock file of a server that is gone. Postgres would refuse to start if another
     * process, or a zombie, has its number now; that no server runs here was made sure by {@link
     * #endAll} and by the engine being the only one to start any. A process of its own removes it,
     * because the engine must not touch its own mount.
     */
    static void removeLock(Path dataFolder) throws IOException, InterruptedException {
        run("rm", "-f", dataFolder.resolve(LOCK_FILE));
    }

    /** Makes an empty file below a data folder, for the same reason by another process. */
    static void make(Path file) throws IOException, InterruptedException {
        run("touch", "--", file);
    }

    private static void run(String program, String option, Path file)
            throws IOException, InterruptedException {
        int ended =
                new ProcessBuilder(program, option, file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
        if (ended != 0) {
            throw new IOException("%s of %s failed (exit code %d)".formatted(program, file, ended));
        }
    }

    private static List<Long> below(Path folder) throws IOException {
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> processes =
                Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (isPostgresBelow(process, folder)) {
                    found.add(Long.valueOf(process.getFileName().toString()));
                }
            }
        }
        return found;
    }

    private static boolean isPostgresBelow(Path process, Path folder) {
        try {
            return Files.readSymbolicLink(process.resolve("exe")).endsWith("postgres")
                    && Files.readSymbolicLink(process.resolve("cwd")).startsWith(folder);
        } catch (IOException goneOrNotOurs) {
            return false;
        }
    }

    private static void sleepBriefly() throws IOException {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for Postgres processes to end", e);
        }
    }
}
