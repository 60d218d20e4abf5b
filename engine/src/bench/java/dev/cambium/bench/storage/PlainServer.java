package dev.cambium.bench.storage;

import dev.cambium.engine.compute.PostgresBinaries;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The same Postgres on the native file system, at its own defaults but for the size of its buffers,
 * which is the other one's.
 */
public final class PlainServer extends BenchServer {

    private static final int START_SECONDS_MAX = 60;

    private final PostgresBinaries binaries;
    private final Path data;
    private final int port;
    private final String sharedBuffers;
    private Process process;

    private PlainServer(PostgresBinaries binaries, Path data, int port, String sharedBuffers)
            throws Exception {
        this.binaries = binaries;
        this.data = data;
        this.port = port;
        this.sharedBuffers = sharedBuffers;
        this.process = start();
    }

    /** Makes one in a folder and starts it. */
    public static PlainServer start(PostgresBinaries binaries, Path folder, String sharedBuffers)
            throws Exception {
        Path data = folder.resolve("plain");
        Commands.run(
                binaries.command(
                        "initdb",
                        List.of(
                                "-D",
                                data.toString(),
                                "--username=bench",
                                "--auth=trust",
                                "--encoding=UTF8",
                                "--locale=C")));
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        return new PlainServer(binaries, data, port, sharedBuffers);
    }

    private Process start() throws Exception {
        Process started =
                new ProcessBuilder(
                                binaries.command(
                                        "postgres",
                                        List.of(
                                                "-D",
                                                data.toString(),
                                                "-p",
                                                Integer.toString(port),
                                                "-c",
                                                "listen_addresses=127.0.0.1",
                                                "-c",
                                                "unix_socket_directories=",
                                                "-c",
                                                "shared_buffers=" + sharedBuffers)))
                        .redirectErrorStream(true)
                        .redirectOutput(data.resolveSibling("plain.log").toFile())
                        .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
        while (true) {
            try {
                ask("SELECT 1");
                return started;
            } catch (SQLException notYet) {
                if (!started.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException(
                            Files.readString(data.resolveSibling("plain.log")), notYet);
                }
                Thread.sleep(20);
            }
        }
    }

    @Override
    String uri() {
        return "postgresql://bench@127.0.0.1:%d/postgres".formatted(port);
    }

    @Override
    String jdbc() {
        return "jdbc:postgresql://127.0.0.1:%d/postgres?user=bench&sslmode=disable".formatted(port);
    }

    @Override
    void restart() throws Exception {
        close();
        process = start();
    }

    /** A fast shutdown, which SIGINT asks for. */
    @Override
    public void close() throws Exception {
        Commands.run("kill", "-INT", Long.toString(process.pid()));
        process.waitFor();
    }
}
