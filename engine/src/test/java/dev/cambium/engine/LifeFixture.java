package dev.cambium.engine;

import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.creation.ProjectSetup;
import dev.cambium.engine.branch.life.BranchLife;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Happenings;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.Operation;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Snapshot;
import dev.cambium.engine.compute.ComputeFolders;
import dev.cambium.engine.compute.DataFolderProcesses;
import dev.cambium.engine.compute.PostgresVersions;
import dev.cambium.engine.compute.ServerCertificate;
import dev.cambium.engine.compute.TrialStart;
import dev.cambium.engine.gateway.ListenAddresses;
import dev.cambium.engine.journal.Journal;
import dev.cambium.engine.posix.Folders;
import dev.cambium.engine.timeline.Opening;
import dev.cambium.engine.timeline.Sealing;
import dev.cambium.engine.timeline.StartCheck;
import dev.cambium.engine.timeline.StartNeeds;
import dev.cambium.engine.timeline.WalFolders;
import dev.cambium.engine.volume.Volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The verbs of an engine in this process, without its API, over a home with one project, on whose
 * branches a table {@code note} of numbers tells which content they have.
 */
final class LifeFixture implements AutoCloseable {

    static final String DATABASE = "shop";

    final Path home;
    final Catalog catalog;
    final BranchService service;
    final BranchLife life;
    private final Instant openedAt = Instant.now();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    LifeFixture(Path home) throws IOException {
        this.home = home;
        HomeLayout layout = new HomeLayout(home);
        Files.createDirectories(home);
        parts.push(HomeLock.take(layout.root()));
        Folders.deleteTree(layout.work());
        Files.createDirectories(layout.work());
        DataFolderProcesses.endAll(layout.mount());
        DataFolderProcesses.endAll(layout.copies());
        catalog = opened(Catalog.open(layout.catalog()));
        Journal journal = opened(Journal.open(layout.journal()));
        Volume volume = opened(Volumes.open(layout, VolumeChoice.AUTO));
        WalFolders walFolders = new WalFolders(layout.wal());
        ComputeFolders folders =
                new ComputeFolders(
                        layout.sockets(),
                        layout.hostRules(),
                        layout.logs(),
                        ServerCertificate.openOrMake(layout.tls(), Instant.now()));
        folders.prepare();
        Clock clock = Clock.systemUTC();
        service =
                opened(
                        BranchService.open(
                                new EngineParts(
                                        catalog,
                                        journal,
                                        volume,
                                        walFolders,
                                        new Sealing(volume, walFolders, clock),
                                        new Opening(volume, walFolders),
                                        new StartCheck(volume, walFolders),
                                        new StartNeeds(volume, walFolders),
                                        PostgresVersions.open(HomeLayout.binaries()),
                                        folders,
                                        new TrialStart(folders, layout.work().resolve("trial")),
                                        new Happenings(),
                                        ListenAddresses.LOOPBACK,
                                        layout.index(),
                                        layout.work(),
                                        clock),
                                layout.lostAndFound(),
                                layout.hash()));
        life = service.life();
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    /** A project whose default branch holds the number 1. */
    static LifeFixture withProject(Path home) throws Exception {
        LifeFixture fixture = new LifeFixture(home);
        fixture.service.projects().create(fixture.setup());
        fixture.execute("main", "create table note (n int primary key)");
        fixture.write("main", 1);
        return fixture;
    }

    /** Operations of a program before this one that nobody has ended; its own may well go on. */
    List<Operation> leftRunning() {
        return catalog.operations().running().stream()
                .filter(operation -> operation.createdAt().isBefore(openedAt))
                .toList();
    }

    private ProjectSetup setup() {
        return new ProjectSetup("shop", "main", "me", DATABASE, null, null);
    }

    String project() {
        return projectRecord().id();
    }

    Project projectRecord() {
        return service.projects().all().getFirst();
    }

    Branch branch(String name) {
        return service.branch(project(), name);
    }

    Snapshot snapshot(String name) {
        return service.snapshots().get(projectRecord(), name);
    }

    /** A running child. */
    Branch create(String name, String parent) {
        return service.createBranch(project(), parent, Moment.HEAD, BranchWish.named(name, true))
                .branch();
    }

    void write(String branch, int number) throws SQLException {
        execute(branch, "insert into note values (" + number + ")");
    }

    Set<Integer> numbers(String branch) throws SQLException {
        Set<Integer> found = new TreeSet<>();
        try (Connection connection = connect(branch);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select n from note")) {
            while (rows.next()) {
                found.add(rows.getInt(1));
            }
        }
        return found;
    }

    void execute(String branch, String sql) throws SQLException {
        try (Connection connection = connect(branch)) {
            EndpointsFixture.execute(connection, sql);
        }
    }

    Connection connect(String branch) throws SQLException {
        Branch found = branch(branch);
        return EndpointsFixture.connect(found.port(), DATABASE, password(branch, "me"));
    }

    String password(String branch, String role) {
        return catalog.roleOf(branch(branch).id(), role).orElseThrow().password();
    }

    @Override
    public void close() throws Exception {
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
        DaemonProcess.tidy(home);
    }
}
