package dev.cambium.engine.timeline;

import dev.cambium.engine.compute.Compute;
import dev.cambium.engine.compute.ComputeAddress;
import dev.cambium.engine.compute.ComputeFolders;
import dev.cambium.engine.compute.ComputePlan;
import dev.cambium.engine.compute.ComputeState;
import dev.cambium.engine.compute.InitDb;
import dev.cambium.engine.compute.PostgresBinaries;
import dev.cambium.engine.compute.ServerCertificate;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.testing.BankLoad;
import dev.cambium.engine.testing.Patience;
import dev.cambium.engine.timeline.StartCheck.Expectation;
import dev.cambium.engine.volume.Volume;
import dev.cambium.engine.wal.ControlFile;
import dev.cambium.engine.wal.WalSegments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Timelines on a volume with real servers on them: the parts that openings consist of, put together
 * as the engine does. Closing it ends all servers; the folder is left to whoever made it.
 */
final class TestTimelines implements AutoCloseable {

    final Volume volume;
    final WalFolders walFolders;
    final Sealing sealing;
    final Opening opening;
    final StartCheck startCheck;

    private final PostgresBinaries binaries;
    private final ComputeFolders computeFolders;
    private final Path work;
    private final List<Compute> computes = new ArrayList<>();
    private final Image empty;
    private int names;

    TestTimelines(Path folder, Volume volume) throws Exception {
        this.volume = volume;
        walFolders = new WalFolders(folder.resolve("wal"));
        sealing = new Sealing(volume, walFolders, Clock.systemUTC());
        opening = new Opening(volume, walFolders);
        startCheck = new StartCheck(volume, walFolders);
        binaries = PostgresBinaries.unpackInto(folder.resolve("postgres"));
        computeFolders =
                new ComputeFolders(
                        folder.resolve("s"),
                        folder.resolve("hba.conf"),
                        folder.resolve("logs"),
                        ServerCertificate.openOrMake(folder.resolve("tls"), Instant.now()));
        computeFolders.prepare();
        work = Files.createDirectories(folder.resolve("work"));
        empty = initdb();
    }

    private Image initdb() throws Exception {
        Path made = work.resolve("initdb");
        InitDb.run(binaries, made);
        TimelineId template = timeline();
        Path wal = walFolders.create(template);
        try (Stream<Path> segments = Files.list(made.resolve("pg_wal"))) {
            for (Path segment : (Iterable<Path>) segments.filter(Files::isRegularFile)::iterator) {
                Files.copy(segment, wal.resolve(segment.getFileName().toString()));
            }
        }
        volume.create(template, made, wal);
        return sealing.seal(template, seal());
    }

    /** A name that no timeline has. */
    TimelineId timeline() {
        return new TimelineId("tl-t" + ++names);
    }

    SealId seal() {
        return new SealId("sl-s" + ++names);
    }

    /** An empty database server, running. */
    Compute running() throws Exception {
        return begun(empty, empty.end());
    }

    Image sealed(TimelineId timeline) throws Exception {
        return sealing.seal(timeline, seal());
    }

    /** Opens a point, and starts a server on it with all checks, as the engine does. */
    Compute begun(Image image, Lsn point) throws Exception {
        TimelineId child = timeline();
        opening.open(image, point, child);
        return startedAt(child, point);
    }

    Compute startedAt(TimelineId child, Lsn point) throws Exception {
        Optional<Expectation> expected = startCheck.before(child, point);
        Compute compute = compute(child);
        compute.start();
        if (expected.isPresent()) {
            startCheck.after(expected.get());
        }
        return compute;
    }

    /** Not started. */
    Compute compute(TimelineId timeline) {
        Compute compute =
                new Compute(
                        new ComputePlan(
                                timeline,
                                volume.dataDirectory(timeline),
                                ComputeAddress.socketOnly(10_000 + ++names),
                                timeline.value(),
                                () -> binaries,
                                computeFolders),
                        (state, why) -> {});
        computes.add(compute);
        return compute;
    }

    /** Ends the server without a shutdown, as a loss of power would. */
    void kill(Compute compute) throws Exception {
        String pidFile = text(compute.timeline(), "postmaster.pid");
        shell("kill -QUIT \"$0\"", pidFile.lines().findFirst().orElseThrow());
        awaitEnd(compute);
    }

    /** Ends all processes of the server with SIGKILL. */
    void killNine(Compute compute) throws Exception {
        Path data = volume.dataDirectory(compute.timeline());
        Patience.await("no process works in the server's folder")
                .until(
                        () -> {
                            List<ProcessHandle> left = processesIn(data);
                            left.forEach(ProcessHandle::destroyForcibly);
                            return left.isEmpty();
                        });
        awaitEnd(compute);
    }

    private static void awaitEnd(Compute compute) {
        Patience.await("the server ends").until(() -> compute.state() != ComputeState.RUNNING);
    }

    private static List<ProcessHandle> processesIn(Path data) {
        return ProcessHandle.allProcesses().filter(process -> worksIn(process, data)).toList();
    }

    private static boolean worksIn(ProcessHandle process, Path data) {
        Path proc = Path.of("/proc", String.valueOf(process.pid()));
        try {
            return Files.readSymbolicLink(proc.resolve("exe")).endsWith("postgres")
                    && Files.readSymbolicLink(proc.resolve("cwd")).equals(data);
        } catch (IOException goneOrNotOurs) {
            return false;
        }
    }

    /** Deletes the timeline of a server that was stopped. */
    void forget(Compute compute) throws IOException {
        computes.remove(compute);
        opening.discard(compute.timeline());
    }

    /** Everything the servers of a timeline have said. */
    String log(TimelineId timeline) throws IOException {
        return Files.readString(computeFolders.logs().resolve(timeline + ".log"));
    }

    ControlFile control(TimelineId timeline) throws IOException {
        return ControlFile.parse(volume.read(timeline, ControlFile.PATH));
    }

    /** Writes a file of a timeline that has no server, from another process: it may be mounted. */
    void replace(TimelineId timeline, String path, byte[] content) throws Exception {
        Path source = Files.write(work.resolve("content"), content);
        Path target = volume.dataDirectory(timeline).resolve(path);
        shell("cat \"$0\" > \"$1\" && sync \"$1\"", source.toString(), target.toString());
    }

    /** The newest WAL segment of a timeline, which holds its end. */
    Path lastSegment(TimelineId timeline) throws IOException {
        WalSegments segments = control(timeline).segments();
        return segments.list(walFolders.of(timeline)).getLast().path();
    }

    /** The server as somebody with money sees it. */
    static BankLoad.Bank bank(Compute compute) {
        return () -> compute.console().connect("postgres");
    }

    static void execute(Compute compute, String... statements) throws SQLException {
        try (Connection connection = compute.console().connect("postgres");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column of the first row as text. */
    static String query(Compute compute, String sql) throws SQLException {
        try (Connection connection = compute.console().connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new SQLException("no row: " + sql);
            }
            return String.valueOf(rows.getString(1));
        }
    }

    private String text(TimelineId timeline, String path) throws IOException {
        return new String(volume.read(timeline, path), StandardCharsets.UTF_8);
    }

    private static void shell(String command, String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("sh", "-c", command));
        words.addAll(List.of(arguments));
        Process process = new ProcessBuilder(words).inheritIO().start();
        if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("failed: " + words);
        }
    }

    @Override
    public void close() throws Exception {
        for (Compute compute : computes) {
            compute.stop();
        }
        volume.close();
    }
}
