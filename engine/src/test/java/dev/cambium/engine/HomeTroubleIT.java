package dev.cambium.engine;

import static dev.cambium.engine.BadInputIT.assertRefused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.fuse.mount.FuseAvailability;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Homes that cannot be served, or not whole: the engine says so and touches nothing. */
@TestInstance(Lifecycle.PER_CLASS)
class HomeTroubleIT {

    private Path folder;
    private Path home;
    private Engine engine;

    @BeforeAll
    void openEngine(@TempDir Path temporary) {
        folder = temporary;
        home = folder.resolve("home");
        engine = open(home, 0);
    }

    @AfterAll
    void closeEngine() throws Exception {
        if (engine != null) {
            engine.close();
        }
        DaemonProcess.tidy(home);
    }

    @Test
    void secondEngineOnTheSameHomeIsRefused() throws Exception {
        assertRefused(409, () -> open(home, 0), "Another engine serves", "stop", "--home");

        DaemonProcess second = DaemonProcess.launch(home);
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.output()).contains("Another engine serves " + home);
        try (EngineClient client = client(home)) {
            assertThat(client.info().home()).isEqualTo(home.toString());
        }
    }

    @Test
    void portOfTheApiThatIsTakenIsSaid() throws Exception {
        Path other = folder.resolve("other");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertRefused(409, () -> open(other, taken.getLocalPort()), "Port " + port, "--port");
            try (DaemonProcess daemon = DaemonProcess.launch(other, "--port", port)) {
                assertThat(daemon.exitCode()).isEqualTo(1);
                assertThat(daemon.output()).contains("Port " + port + " on 127.0.0.1 is in use");
            }
        }
        open(other, 0).close();
        DaemonProcess.tidy(other);
    }

    /** Not even root can make a folder in this file system. */
    @Test
    void homeThatCannotBeMadeIsSaid() throws Exception {
        Path impossible = Path.of("/proc/cambium-home");
        assertRefused(412, () -> open(impossible, 0), impossible.toString(), "--home");

        Process daemon =
                DaemonProcess.command(impossible, folder.resolve("impossible.out")).start();
        assertThat(daemon.waitFor()).isEqualTo(1);
        assertThat(folder.resolve("impossible.out"))
                .content()
                .contains("cannot be written", "Make it writable");
    }

    @Test
    void layerThatLostAFileIsNotServed() throws Exception {
        FuseAvailability fuse = FuseAvailability.probe();
        assumeTrue(fuse.usable(), fuse.reason());
        Path damaged = folder.resolve("damaged");
        String uri;
        try (Engine first = open(damaged, 0);
                EngineClient client = client(damaged)) {
            Created.ProjectReply made =
                    client.projects().create(new NewProject("shop", "main", "cambium", "shop"));
            uri = made.connectionUris().getFirst().connectionUri();
            fill(uri, 1);
            client.branches().create(made.project().id(), new NewBranch("b", null, false));
            assertThat(first).isNotNull();
        }
        Path lost =
                largest(
                        damaged.resolve("layers"),
                        file -> Files.exists(file.resolveSibling("presence")));
        Files.delete(lost);
        String layer = lost.getParent().getFileName().toString();

        assertRefused(500, () -> open(damaged, 0), lost.toString(), "missing", layer, "backup");
        DaemonProcess.tidy(damaged);
    }

    /** The newest layers of the branches, which no index covers yet. */
    @Test
    void openLayerThatLostAFileIsNotServedUntilItIsBack() throws Exception {
        FuseAvailability fuse = FuseAvailability.probe();
        assumeTrue(fuse.usable(), fuse.reason());
        Path damaged = folder.resolve("damaged-open");
        Path layers = damaged.resolve("layers");
        String project;
        Created.BranchReply branch;
        String uri;
        try (Engine first = open(damaged, 0);
                EngineClient client = client(damaged)) {
            Created.ProjectReply made =
                    client.projects().create(new NewProject("shop", "main", "cambium", "shop"));
            project = made.project().id();
            fill(made.connectionUris().getFirst().connectionUri(), 1);
            branch = client.branches().create(project, new NewBranch("b", null, true));
            uri = branch.connectionUris().getFirst().connectionUri();
            fill(uri, 2);
            assertThat(first).isNotNull();
        }
        Path lost = largest(layers, file -> !Files.exists(file.resolveSibling("presence")));
        Path aside = Files.move(lost, folder.resolve("aside"));
        String layer = lost.getParent().getFileName().toString();

        assertRefused(
                500, () -> open(damaged, 0), lost.toString(), "missing", layer, "Put it back");
        assertRefused(500, () -> open(damaged, 0), lost.toString(), "missing", layer, "backup");
        Files.move(aside, lost);
        try (Engine again = open(damaged, 0);
                EngineClient client = client(damaged)) {
            assertThat(again).isNotNull();
            client.endpoints().start(project, branch.endpoints().getFirst().id());
            try (Connection connection = KilledDeeds.connect(uri);
                    Statement statement = connection.createStatement();
                    ResultSet sum = statement.executeQuery("select sum(i) from t2")) {
                assertThat(sum.next()).isTrue();
                assertThat(sum.getLong(1)).isEqualTo(1_250_025_000L);
            }
        }
        DaemonProcess.tidy(damaged);
    }

    /** As a kill leaves it in the middle of a fork's first start: made, and not yet filled. */
    @Test
    void lockFileThatAKilledFirstStartLeftIsNoHindrance() throws Exception {
        Path killed = folder.resolve("killed");
        String project;
        try (Engine first = open(killed, 0);
                EngineClient client = client(killed)) {
            project =
                    client.projects()
                            .create(new NewProject("shop", "main", "cambium", "shop"))
                            .project()
                            .id();
            Created.BranchReply branch =
                    client.branches().create(project, new NewBranch("b", null, false));
            String timeline = branch.branch().cambium().timelineId();
            Path lock = killed.resolve("pgdata").resolve(timeline).resolve("postmaster.pid");
            assertThat(new ProcessBuilder("touch", lock.toString()).start().waitFor()).isZero();
            assertThat(first).isNotNull();
        }
        try (Engine again = open(killed, 0);
                EngineClient client = client(killed)) {
            assertThat(again).isNotNull();
            KilledDeeds.execute(
                    client.endpoints().connectionUri(project, "b", "shop", null).connectionUri(),
                    "select 1");
        }
        DaemonProcess.tidy(killed);
    }

    // ---- how

    private static Engine open(Path home, int port) {
        EngineHome engineHome = new EngineHome(home);
        engineHome.create();
        return Engine.open(engineHome, port, VolumeChoice.AUTO, () -> {});
    }

    private static EngineClient client(Path home) {
        EngineHome engineHome = new EngineHome(home);
        return EngineClient.connect(
                URI.create(engineHome.listening().orElseThrow().apiUrl()),
                engineHome.apiKeyOrNew());
    }

    /** Makes a table with a number in its name. */
    private static void fill(String uri, int number) throws SQLException {
        try (Connection connection = KilledDeeds.connect(uri);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table t%d as select i from generate_series(1, 50000) i"
                            .formatted(number));
            statement.execute("checkpoint");
        }
    }

    private static Path largest(Path layers, Predicate<Path> which) throws IOException {
        try (Stream<Path> files = Files.walk(layers)) {
            return files.filter(file -> file.toString().endsWith(".blocks"))
                    .filter(which)
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }
}
