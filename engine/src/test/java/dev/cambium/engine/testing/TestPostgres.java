package dev.cambium.engine.testing;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A stock Postgres for tests: a data folder, and a server on it that is a child of this JVM. Under
 * root it runs through {@code unshare -U}, because Postgres refuses root. WAL is written as the
 * engine has it written (never recycled, never removed).
 *
 * <pre>
 * try (TestPostgres postgres = TestPostgres.initdb(folder, "--wal-segsize=1")) {
 *     postgres.start();
 *     postgres.execute("create table t (i int)");
 *     postgres.kill();
 *     postgres.start();
 * }
 * </pre>
 */
public final class TestPostgres implements AutoCloseable {

    private static final List<String> SETTINGS =
            List.of(
                    "listen_addresses=127.0.0.1",
                    "unix_socket_directories=",
                    "wal_level=logical",
                    "wal_recycle=off",
                    "wal_init_zero=off",
                    "wal_keep_size=2147483647",
                    "full_page_writes=on",
                    "max_wal_size=4GB",
                    "shared_buffers=16MB",
                    "log_checkpoints=on");

    private final Path binaries;
    private final Path dataDirectory;
    private final Path log;
    private @Nullable Process server;
    private int port;

    private TestPostgres(Path binaries, Path dataDirectory) {
        this.binaries = binaries;
        this.dataDirectory = dataDirectory;
        this.log = dataDirectory.resolveSibling(dataDirectory.getFileName() + ".log");
    }

    /** Makes a new cluster of the shipped version; the superuser is postgres, without password. */
    public static TestPostgres initdb(Path dataDirectory, String... initdbArguments)
            throws IOException {
        return initdb(TestBinaries.shipped(), dataDirectory, initdbArguments);
    }

    /** As {@link #initdb(Path, String...)}, with the binaries of {@link TestBinaries}. */
    public static TestPostgres initdb(Path binaries, Path dataDirectory, String... initdbArguments)
            throws IOException {
        TestPostgres postgres = new TestPostgres(binaries, dataDirectory);
        List<String> command = postgres.command("initdb");
        command.addAll(
                List.of(
                        "--pgdata=" + dataDirectory,
                        "--username=postgres",
                        "--auth=trust",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--no-sync",
                        "--no-instructions"));
        command.addAll(List.of(initdbArguments));
        Process process = postgres.run(command);
        if (!postgres.await(process) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("initdb failed: " + postgres.log());
        }
        return postgres;
    }

    /** Takes an existing data folder; nothing is started yet. */
    public static TestPostgres on(Path binaries, Path dataDirectory) {
        return new TestPostgres(binaries, dataDirectory);
    }

    /** Starts the server and returns once it takes connections. Settings are {@code name=value}. */
    public void start(String... settings) throws IOException {
        port = freePort();
        Files.deleteIfExists(log);
        List<String> command = command("postgres");
        command.addAll(List.of("-D", dataDirectory.toString(), "-c", "port=" + port));
        for (String setting : SETTINGS) {
            command.addAll(List.of("-c", setting));
        }
        for (String setting : settings) {
            command.addAll(List.of("-c", setting));
        }
        Process started = run(command);
        server = started;
        long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
        while (!isReady(started)) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                kill();
                throw new IOException("postgres did not start: " + log());
            }
            sleep(Duration.ofMillis(2));
        }
    }

    /** Stops it cleanly (fast: clients are thrown out). */
    public void stop() throws IOException {
        Process running = server;
        if (running == null) {
            return;
        }
        Process signal = new ProcessBuilder("kill", "-INT", Long.toString(running.pid())).start();
        if (!await(signal) || !await(running)) {
            kill();
            throw new IOException("postgres did not stop: " + log());
        }
        server = null;
    }

    /** Kills the server and all its children with SIGKILL, and waits until they are gone. */
    public void kill() throws IOException {
        Process running = server;
        if (running == null) {
            return;
        }
        server = null;
        List<ProcessHandle> children = running.descendants().toList();
        running.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        await(running);
        long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
        while (children.stream().anyMatch(ProcessHandle::isAlive)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("a child of postgres survived SIGKILL");
            }
            sleep(Duration.ofMillis(2));
        }
        Files.deleteIfExists(dataDirectory.resolve("postmaster.pid"));
    }

    public Path dataDirectory() {
        return dataDirectory;
    }

    public Path walFolder() {
        return dataDirectory.resolve("pg_wal");
    }

    public Path binaries() {
        return binaries;
    }

    public int port() {
        return port;
    }

    public boolean isRunning() {
        Process running = server;
        return running != null && running.isAlive();
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }

    /** A new connection to the database postgres; the caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl("postgres"));
    }

    /** Runs statements one after another, each committed. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column of the first row as text. */
    public String query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new SQLException("no row: " + sql);
            }
            return String.valueOf(rows.getString(1));
        }
    }

    /** What the server wrote since its last start. */
    public String log() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** Kills the server if it runs; the folder is left to whoever made it. */
    @Override
    public void close() throws IOException {
        kill();
        Files.deleteIfExists(log);
    }

    private List<String> command(String binary) throws IOException {
        List<String> command = new ArrayList<>();
        if ((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(binaries.resolve("bin").resolve(binary).toString());
        return command;
    }

    private Process run(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("TZ", "UTC");
        builder.environment().put("LC_ALL", "C");
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Line 8 of postmaster.pid, of this very process (unshare execs, so it keeps its pid). */
    private boolean isReady(Process started) throws IOException {
        Path pidFile = dataDirectory.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return false;
        }
        List<String> lines = Files.readAllLines(pidFile);
        return lines.size() >= 8
                && lines.getFirst().strip().equals(Long.toString(started.pid()))
                && lines.get(7).strip().equals("ready");
    }

    private boolean await(Process process) {
        try {
            return process.waitFor(Patience.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void sleep(Duration time) throws IOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for postgres", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
