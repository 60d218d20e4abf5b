package dev.cambium.engine;

import static dev.cambium.engine.BadInputIT.assertRefused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.ImportRequest;
import dev.cambium.engine.api.NewAnonymized;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.testing.Patience;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A home on a small disk that fills up, and one on a disk that cannot be written: verbs and writes
 * fail with a sentence, nothing that was there is lost, and room heals it. The disk is a mount of
 * its own, which takes root; skipped for anyone else.
 */
class FullDiskIT {

    private static final int DISK_MIB = 400;

    /** What a run writes at least, by far more than what it gives back while it writes. */
    private static final int ROWS = 200_000;

    private static final long ROOM_FOR_PART_OF_A_RUN = 10L << 20;

    @TempDir private Path folder;
    private Path disk;
    private Path home;
    private Engine engine;
    private EngineClient client;
    private String project;
    private String uri;

    @BeforeEach
    void openEngineOnASmallDisk() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        home = disk.resolve("home");
        boolean mounted =
                run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MIB + "m", "tmpfs", "" + disk);
        assumeTrue(mounted, "A small disk cannot be mounted here: that takes root.");
        open();
        Created.ProjectReply made =
                client.projects().create(new NewProject("shop", "main", "cambium", "shop"));
        project = made.project().id();
        uri = made.connectionUris().getFirst().connectionUri();
        execute("create table kept as select i from generate_series(1, 1000) i");
    }

    @AfterEach
    void leaveNothing() throws Exception {
        close();
        DaemonProcess.tidy(home);
        // Lazily: the maps of the journal go with the next collection of garbage.
        run("umount", "-l", disk.toString());
    }

    @Test
    void fullDiskRefusesVerbsAndWritesAndLosesNothing() throws Exception {
        Path script =
                Files.writeString(
                        folder.resolve("large.sql"),
                        "create table large as select repeat(md5(i::text), 30) as x"
                                + " from generate_series(1, 1000000) i;\n");
        assertRefusedAsFull(
                () ->
                        client.transfers()
                                .importFiles(
                                        project, "main", new ImportRequest(List.of(script), null)));
        assertThat(query("select count(*) from kept")).isEqualTo("1000");
        Path filler = fill();

        assertRefusedAsFull(
                () -> client.branches().create(project, new NewBranch("b", null, false)));
        assertThatThrownBy(
                        () ->
                                execute(
                                        "create table too_large as select repeat(md5(i::text), 30)"
                                                + " as x from generate_series(1, 100000) i"))
                .isInstanceOf(SQLException.class);

        Files.delete(filler);
        awaitServed();
        assertThat(query("select count(*) from kept")).isEqualTo("1000");
        assertThat(query("select to_regclass('large') is null")).isEqualTo("t");
        execute("insert into kept values (1001)");
        client.branches().create(project, new NewBranch("b", null, false));
        assertThat(client.projects().operations(project))
                .noneMatch(operation -> operation.status().equals("running"));
    }

    @Test
    void aDiskThatFillsUpWhileRowsAreMaskedLeavesNothingHalfMasked() throws Exception {
        execute(
                "create table people as select i as id, 'kanari' || i || '@corp.test' as email,"
                        + " repeat(md5(i::text), 8) as filling from generate_series(1, %d) i"
                                .formatted(ROWS));
        NewAnonymized wish = new NewAnonymized("safe", "main", null, "shop", null, true, true);
        Set<String> before = timelines();
        Set<String> servers = servers();
        int atFirst = servers.size();
        CompletableFuture<Void> run =
                CompletableFuture.runAsync(() -> client.anonymize().run(project, wish));
        // One shows the source, one is emptied, and the third one is filled.
        while (servers.size() < atFirst + 3 && !run.isDone()) {
            Thread.sleep(1);
            servers.addAll(servers());
        }
        Path filler = disk.resolve("filler");
        leave(filler, ROOM_FOR_PART_OF_A_RUN);
        assertRefusedAsFull(
                () -> {
                    try {
                        return run.get();
                    } catch (ExecutionException e) {
                        throw (EngineException) e.getCause();
                    }
                });
        Files.delete(filler);
        awaitServed();
        assertThat(client.branches().list(project))
                .extracting(branch -> branch.name())
                .containsExactly("main");
        assertThat(timelines()).isEqualTo(before);

        var _ = client.anonymize().run(project, wish);
        assertThat(client.anonymize().report(project, "safe").path(0).path("rows").asInt())
                .isEqualTo(ROWS + 1_000);
    }

    /** The logs of servers; that of a copy goes with it. */
    private Set<String> servers() throws IOException {
        try (Stream<Path> logs = Files.list(home.resolve("logs"))) {
            return logs.map(log -> log.getFileName().toString())
                    .filter(log -> log.startsWith("tl-"))
                    .collect(Collectors.toCollection(HashSet::new));
        }
    }

    /** Of each there is a folder, from before its first file until after its last. */
    private Set<String> timelines() throws IOException {
        try (Stream<Path> folders = Files.list(home.resolve("wal"))) {
            return folders.map(folder -> folder.getFileName().toString())
                    .collect(Collectors.toSet());
        }
    }

    /** Leaves as many bytes of the disk. */
    private void leave(Path filler, long bytes) throws IOException {
        long room = Files.getFileStore(disk).getUsableSpace();
        byte[] zeros = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(filler)) {
            for (long written = 0; written < room - bytes; written += zeros.length) {
                out.write(zeros);
            }
        }
    }

    @Test
    void homeThatCannotBeWrittenIsSaidAndServedAgainWhenItCan() throws Exception {
        close();
        assertThat(run("mount", "-o", "remount,ro", disk.toString())).isTrue();

        assertRefused(412, this::opened, home.toString(), "cannot be written", "Make it writable");
        Path output = folder.resolve("read-only.out");
        Process daemon = DaemonProcess.command(home, output).start();
        assertThat(daemon.waitFor()).isEqualTo(1);
        assertThat(output).content().contains("cannot be written");

        assertThat(run("mount", "-o", "remount,rw", disk.toString())).isTrue();
        open();
        client.endpoints().start(project, client.endpoints().of(project, "main").getFirst().id());
        assertThat(query("select count(*) from kept")).isEqualTo("1000");
    }

    // ---- how

    private static void assertRefusedAsFull(java.util.concurrent.Callable<?> call) {
        assertThatThrownBy(call::call)
                .isInstanceOfSatisfying(
                        EngineException.class,
                        refusal -> {
                            assertThat(refusal.getMessage())
                                    .containsIgnoringCase("full")
                                    .contains("space")
                                    .endsWith(".");
                            assertThat(refusal.status()).as(refusal.getMessage()).isEqualTo(507);
                        });
    }

    /** A server that found no room for its WAL recovers by itself, or is started again. */
    private void awaitServed() throws Exception {
        long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
        while (true) {
            client.endpoints()
                    .start(project, client.endpoints().of(project, "main").getFirst().id());
            try {
                query("select 1");
                return;
            } catch (SQLException recovering) {
                if (System.nanoTime() > deadline) {
                    throw recovering;
                }
                Thread.sleep(50);
            }
        }
    }

    /** Leaves next to no room. */
    private Path fill() throws IOException {
        Path filler = disk.resolve("filler");
        byte[] zeros = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(zeros);
            }
        } catch (IOException full) {
            return filler;
        }
    }

    private Engine opened() {
        EngineHome engineHome = new EngineHome(home);
        engineHome.create();
        return Engine.open(engineHome, 0, VolumeChoice.AUTO, () -> {});
    }

    private void open() {
        engine = opened();
        EngineHome engineHome = new EngineHome(home);
        client =
                EngineClient.connect(
                        URI.create(engineHome.listening().orElseThrow().apiUrl()),
                        engineHome.apiKeyOrNew());
    }

    private void close() throws Exception {
        if (client != null) {
            client.close();
        }
        if (engine != null) {
            engine.close();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = KilledDeeds.connect(uri);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = KilledDeeds.connect(uri);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static boolean run(String... command) throws Exception {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return process.waitFor(120, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
