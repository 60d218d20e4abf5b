package dev.cambium.engine.compute;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What a Postgres process says: copied to its log file line by line, and watched for the line that
 * says that it answers. Reading goes on until the process closes its end.
 */
final class ServerLog {

    private static final Logger log = LoggerFactory.getLogger(ServerLog.class);

    /** Enough to show why a start failed. */
    private static final int REMEMBERED_LINES = 40;

    /** A log file larger than this is put aside, replacing the one put aside before. */
    private static final long FILE_BYTES_MAX = 16L << 20;

    /** There is one such thread for each running compute. */
    private static final long STACK_BYTES = 128 << 10;

    private static final List<String> READY =
            List.of(
                    "database system is ready to accept connections",
                    "database system is ready to accept read-only connections");

    private final Path file;
    private final CountDownLatch readyOrEnded = new CountDownLatch(1);
    private final Deque<String> recent = new ArrayDeque<>();
    private volatile boolean ready;

    ServerLog(Path file) {
        this.file = file;
    }

    /** Starts to read; the thread ends with the process. */
    void follow(InputStream output) throws IOException {
        rotate();
        Writer writer =
                Files.newBufferedWriter(
                        file,
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
        // Not a virtual thread: reading a pipe would hold on to one of the few threads below them.
        Thread.ofPlatform()
                .daemon()
                .name("log of " + file.getFileName())
                .stackSize(STACK_BYTES)
                .start(() -> copy(output, writer));
    }

    /** Whether the server said that it answers, within a time; false at once when it ended. */
    boolean awaitReady(long timeout, TimeUnit unit) throws InterruptedException {
        return readyOrEnded.await(timeout, unit) && ready;
    }

    /** The last complaint of the server, or all that is remembered when there was none. */
    String lastError() {
        synchronized (recent) {
            String complaints =
                    recent.stream()
                            .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                            .map(ServerLog::withoutPrefix)
                            .collect(Collectors.joining("; "));
            return complaints.isEmpty() ? String.join("\n", recent) : complaints;
        }
    }

    private static String withoutPrefix(String line) {
        int end = line.indexOf("] ");
        return end < 0 ? line : line.substring(end + 2);
    }

    private void copy(InputStream output, Writer writer) {
        try (BufferedReader reader =
                        new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8));
                writer) {
            for (String line; (line = reader.readLine()) != null; ) {
                writer.write(line);
                writer.write('\n');
                if (!reader.ready()) {
                    writer.flush();
                }
                remember(line);
            }
        } catch (IOException e) {
            log.warn("The log of a compute could not be kept in {}: {}", file, e.getMessage());
        } finally {
            readyOrEnded.countDown();
        }
    }

    private void remember(String line) {
        synchronized (recent) {
            if (recent.size() == REMEMBERED_LINES) {
                recent.removeFirst();
            }
            recent.addLast(line);
        }
        if (READY.stream().anyMatch(line::endsWith)) {
            ready = true;
            readyOrEnded.countDown();
        }
    }

    private void rotate() throws IOException {
        if (Files.exists(file) && Files.size(file) > FILE_BYTES_MAX) {
            Path aside = file.resolveSibling(file.getFileName() + ".1");
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
