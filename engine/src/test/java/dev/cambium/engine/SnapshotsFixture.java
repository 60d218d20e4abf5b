package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.branch.creation.ProjectSetup;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.snapshot.NewSnapshot;
import dev.cambium.engine.branch.snapshot.Snapshots;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Role;
import dev.cambium.engine.catalog.Snapshot;
import dev.cambium.engine.catalog.SnapshotState;
import dev.cambium.engine.testing.MovableClock;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** An engine of this process at a time of its own, with a project, asked without HTTP. */
final class SnapshotsFixture implements AutoCloseable {

    final MovableClock clock = new MovableClock();
    final Path home;
    private final VolumeChoice volume;
    Engine engine;
    BranchService branches;
    Project project;

    SnapshotsFixture(Path home, VolumeChoice volume) {
        this.home = home;
        this.volume = volume;
        open();
    }

    void open() {
        EngineHome engineHome = new EngineHome(home);
        engineHome.create();
        engine = Engine.open(engineHome, 0, volume, () -> {}, clock);
        branches = engine.branches();
    }

    void reopen() {
        engine.close();
        open();
    }

    /** A project with a table {@code note} that holds one row. */
    void makeAProject() throws SQLException {
        project =
                branches.projects()
                        .create(new ProjectSetup(null, "main", "me", "shop", null, null));
        execute("main", "create table note (n int primary key)");
        execute("main", "insert into note values (1)");
    }

    Snapshots snapshots() {
        return branches.snapshots();
    }

    Branch branch(String name) {
        return branches.branch(project.id(), name);
    }

    Snapshot take(String branch, String name, Moment moment) {
        return snapshots()
                .create(project, branch(branch), moment, new NewSnapshot(name, null, null));
    }

    Snapshot ready(Snapshot snapshot) throws Exception {
        EndpointsFixture.await(
                () -> {
                    Snapshot now = snapshots().get(project, snapshot.id());
                    assertThat(now.error()).isNull();
                    return now.state() == SnapshotState.READY;
                });
        return snapshots().get(project, snapshot.id());
    }

    Path wal(Snapshot snapshot) {
        return new HomeLayout(home).wal().resolve(snapshot.timeline().value());
    }

    String count(String branch) throws SQLException {
        return query(branch, "select count(*) from note");
    }

    String query(String branch, String sql) throws SQLException {
        try (Connection connection = connect(branch)) {
            return EndpointsFixture.query(connection, sql);
        }
    }

    void execute(String branch, String sql) throws SQLException {
        try (Connection connection = connect(branch)) {
            EndpointsFixture.execute(connection, sql);
        }
    }

    Connection connect(String name) throws SQLException {
        Branch branch = branch(name);
        return EndpointsFixture.connect(branch.port(), "shop", password(branch));
    }

    String password(Branch branch) {
        return branches.contents().roles(branch).stream()
                .filter(one -> one.name().equals("me"))
                .map(Role::password)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws Exception {
        engine.close();
        DaemonProcess.tidy(home);
    }
}
