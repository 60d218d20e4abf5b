package dev.cambium.engine;

import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.branch.operation.Happenings;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Role;
import dev.cambium.engine.compute.ComputeFolders;
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

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An engine without its API, in this process: for tests that look at its parts while it runs. Its
 * mount must not be touched by this process.
 */
final class CoreEngine implements AutoCloseable {

    private final HomeLayout layout;
    private final EngineParts parts;
    private final BranchService service;

    private CoreEngine(HomeLayout layout, EngineParts parts) throws Exception {
        this.layout = layout;
        this.parts = parts;
        this.service = BranchService.open(parts, layout.lostAndFound(), layout.hash());
    }

    static CoreEngine open(Path home, VolumeChoice choice) throws Exception {
        HomeLayout layout = new HomeLayout(home);
        Files.createDirectories(layout.work());
        Volume volume = Volumes.open(layout, choice);
        WalFolders walFolders = new WalFolders(layout.wal());
        PostgresVersions postgres = PostgresVersions.open(HomeLayout.binaries());
        ComputeFolders folders =
                new ComputeFolders(
                        layout.sockets(),
                        layout.hostRules(),
                        layout.logs(),
                        ServerCertificate.openOrMake(
                                layout.tls(),
                                Instant.now(),
                                ListenAddresses.LOOPBACK.certificateNames()));
        folders.prepare();
        Clock clock = Clock.systemUTC();
        return new CoreEngine(
                layout,
                new EngineParts(
                        Catalog.open(layout.catalog()),
                        Journal.open(layout.journal()),
                        volume,
                        walFolders,
                        new Sealing(volume, walFolders, clock),
                        new Opening(volume, walFolders),
                        new StartCheck(volume, walFolders),
                        new StartNeeds(volume, walFolders),
                        postgres,
                        folders,
                        new TrialStart(folders, layout.work().resolve("trial")),
                        new Happenings(),
                        ListenAddresses.LOOPBACK,
                        layout.index(),
                        layout.work(),
                        clock));
    }

    BranchService service() {
        return service;
    }

    EngineParts parts() {
        return parts;
    }

    HomeLayout layout() {
        return layout;
    }

    /** A session of the project's default role, through the gateway. */
    Connection connect(Branch branch, String database) throws SQLException {
        Project project = parts.catalog().project(branch.projectId()).orElseThrow();
        Role role = parts.catalog().roleOf(branch.id(), project.roleName()).orElseThrow();
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:%d/%s?sslmode=disable"
                        .formatted(branch.port(), database),
                role.name(),
                role.password());
    }

    void execute(Branch branch, String database, String... statements) throws SQLException {
        try (Connection connection = connect(branch, database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column of all rows. */
    List<String> list(Branch branch, String database, String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = connect(branch, database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    /** Stops all computes and lets go of everything. */
    @Override
    public void close() throws Exception {
        service.close();
        parts.volume().close();
        parts.journal().close();
        parts.catalog().close();
        Folders.deleteTree(layout.sockets());
    }
}
