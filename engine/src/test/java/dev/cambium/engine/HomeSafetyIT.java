package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.ConnectionUri;
import dev.cambium.engine.api.DatabaseImport;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineException;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.Granularity;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.api.Project;
import dev.cambium.engine.api.UsageFrame;
import dev.cambium.engine.api.UsageQuery;
import dev.cambium.engine.testing.Patience;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * An engine as people run it: who can read its files, where its secrets turn up, and what of its
 * usage survives a kill.
 */
class HomeSafetyIT {

    private static final Set<PosixFilePermission> OF_OTHERS =
            PosixFilePermissions.fromString("---rwxrwx");

    private static final String SOURCE_PASSWORD = "moonlit-secret-4711";

    @TempDir private Path folder;

    @Test
    void nobodyElseReadsItsFilesAndNoSecretIsInLogsOrArguments() throws Exception {
        Path home = folder.resolve("home");
        List<String> secrets = new ArrayList<>(List.of(SOURCE_PASSWORD));
        Set<String> arguments;
        try (DaemonProcess daemon = DaemonProcess.start(home);
                EngineClient client = daemon.client()) {
            Project project =
                    client.projects().create(new NewProject("shop", null, null, "app")).project();
            secrets.add(new EngineHome(home).apiKey().orElseThrow());
            secrets.add(String.valueOf(client.account().createApiKey("ci").key()));
            client.branches().create(project.id(), new NewBranch("dev", "main", true));
            secrets.add(uri(client, project).connectionParameters().password());
            secrets.add(
                    String.valueOf(client.roles().create(project.id(), "dev", "joe").password()));
            load(client, project, "create table t (n int);");
            refuseSource(client, project);
            refuseSource(client, project.id());
            arguments = argumentsOf(home);
            assertThat(arguments).anyMatch(line -> line.contains("postgres"));
            assertThat(openToOthers(home)).isEmpty();
            assertThat(client.projects().operations(project.id()).toString())
                    .doesNotContain(secrets);
            assertThat(daemon.stop()).isZero();
        }
        for (String secret : secrets) {
            assertThat(secret).hasSizeGreaterThan(10);
            assertThat(arguments).noneMatch(line -> line.contains(secret));
            assertThat(logs(home))
                    .as("logs that hold a secret")
                    .isNotEmpty()
                    .noneMatch(log -> contains(log, secret));
        }
    }

    @Test
    void whatWasUsedIsKnownAfterAStopAndWhatWasWrittenAfterAKill() throws Exception {
        Path home = folder.resolve("home");
        String project;
        UsageFrame before;
        try (DaemonProcess daemon = DaemonProcess.start(home);
                EngineClient client = daemon.client()) {
            Project made =
                    client.projects().create(new NewProject("shop", null, null, "app")).project();
            project = made.id();
            write(client, made, 20_000);
            before =
                    await(
                            client,
                            project,
                            used ->
                                    used.activeTimeSeconds() >= 2
                                            && used.writtenDataBytes() > 1_000_000
                                            && used.logicalSizeBytes() > 1_000_000);
            assertThat(client.branches().get(project, "main").writtenDataBytes())
                    .isGreaterThanOrEqualTo(before.writtenDataBytes());
            assertThat(client.projects().get(project).activeTimeSeconds()).isPositive();
            assertThat(daemon.stop()).isZero();
        }
        long written;
        try (DaemonProcess daemon = DaemonProcess.start(home);
                EngineClient client = daemon.client()) {
            UsageFrame after = usage(client, project);
            assertThat(after.activeTimeSeconds())
                    .isGreaterThanOrEqualTo(before.activeTimeSeconds());
            assertThat(after.writtenDataBytes()).isGreaterThanOrEqualTo(before.writtenDataBytes());
            written = after.writtenDataBytes();
            write(client, client.projects().get(project), 20_000);
            daemon.kill(); // before any of that was noted
        }
        DaemonProcess.tidy(home);
        try (DaemonProcess daemon = DaemonProcess.start(home);
                EngineClient client = daemon.client()) {
            uri(client, client.projects().get(project));
            client.endpoints().start(project, endpoint(client, project));
            await(client, project, used -> used.writtenDataBytes() > written + 1_000_000);
            assertThat(daemon.stop()).isZero();
        }
    }

    private static UsageFrame await(EngineClient client, String project, Predicate<UsageFrame> done)
            throws InterruptedException {
        return Patience.await("usage")
                .pollInterval(Duration.ofMillis(100))
                .until(() -> usage(client, project), done);
    }

    /** Of this month, and of the last one in its first minutes. */
    private static UsageFrame usage(EngineClient client, String project) {
        Instant now = Instant.now();
        return client.account()
                .usage(
                        new UsageQuery(
                                List.of(project),
                                false,
                                Granularity.MONTHLY,
                                now,
                                Granularity.MONTHLY.next(now)))
                .getLast();
    }

    private static String endpoint(EngineClient client, String project) {
        return client.endpoints().list(project).getFirst().id();
    }

    private static ConnectionUri uri(EngineClient client, Project project) {
        return client.endpoints().connectionUri(project.id(), "main", "app", null);
    }

    private static void write(EngineClient client, Project project, int rows) throws Exception {
        ConnectionUri.Parameters at = uri(client, project).connectionParameters();
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:postgresql://%s/app".formatted(at.host()),
                                at.role(),
                                at.password());
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists t (n int, filler text)");
            statement.execute(
                    "insert into t select n, repeat('x', 100) from generate_series(1, %d) n"
                            .formatted(rows));
        }
    }

    private static void load(EngineClient client, Project project, String sql) {
        client.transfers()
                .importStream(
                        project.id(),
                        "main",
                        new ByteArrayInputStream(sql.getBytes(StandardCharsets.UTF_8)),
                        null);
    }

    /** An import that fails leaves an operation, an event and lines in the log. */
    private static void refuseSource(EngineClient client, Project project) {
        DatabaseImport nowhere =
                new DatabaseImport(
                        "postgres://u:%s@127.0.0.1:9/nowhere".formatted(SOURCE_PASSWORD),
                        null,
                        false);
        try {
            client.transfers().importDatabase(project.id(), "main", nowhere);
            throw new AssertionError("a source that is not there was copied");
        } catch (EngineException refused) {
            assertThat(refused).hasMessageNotContaining(SOURCE_PASSWORD);
        }
    }

    private static void refuseSource(EngineClient client, String project) {
        DatabaseImport nightly =
                new DatabaseImport(
                        "postgres://u:%s@127.0.0.1:9/nowhere".formatted(SOURCE_PASSWORD),
                        null,
                        true);
        assertThat(client.nightly().plan(project, "dev", nightly, 3).toString())
                .doesNotContain(SOURCE_PASSWORD);
        assertThat(client.nightly().list(project)).hasSize(1);
    }

    /** The command lines of the engine's processes and of all below them. */
    private static Set<String> argumentsOf(Path home) {
        long engine = new EngineHome(home).listening().orElseThrow().pid();
        return Stream.concat(
                        Stream.of(ProcessHandle.of(engine).orElseThrow()),
                        ProcessHandle.of(engine).orElseThrow().descendants())
                .map(process -> read(Path.of("/proc", process.pid() + "", "cmdline")))
                .collect(java.util.stream.Collectors.toSet());
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    /** All that the home has but what a mount shows; links have no permissions of their own. */
    private static List<Path> openToOthers(Path home) throws IOException {
        List<Path> open = new ArrayList<>();
        Path mount = new HomeLayout(home).mount();
        Files.walkFileTree(
                home,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes is)
                            throws IOException {
                        if (at.equals(mount)) {
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                        return visitFile(at, is);
                    }

                    @Override
                    public FileVisitResult visitFile(Path at, BasicFileAttributes is)
                            throws IOException {
                        if (!is.isSymbolicLink()
                                && Files.getPosixFilePermissions(at).stream()
                                        .anyMatch(OF_OTHERS::contains)) {
                            open.add(at);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path at, IOException e) {
                        return FileVisitResult.CONTINUE; // it was deleted meanwhile
                    }
                });
        return open;
    }

    private List<Path> logs(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(new EngineHome(home).logs());
                Stream<Path> printed = Files.list(folder)) {
            return Stream.concat(files, printed).filter(Files::isRegularFile).toList();
        }
    }

    private static boolean contains(Path log, String secret) {
        try {
            return Files.readString(log, StandardCharsets.ISO_8859_1).contains(secret);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
