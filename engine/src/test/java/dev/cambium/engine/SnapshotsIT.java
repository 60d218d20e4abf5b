package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.api.EngineHome;
import dev.cambium.engine.branch.BranchService;
import dev.cambium.engine.branch.Moment;
import dev.cambium.engine.branch.NewSnapshot;
import dev.cambium.engine.branch.ProjectSetup;
import dev.cambium.engine.branch.Refusal;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Role;
import dev.cambium.engine.catalog.Snapshot;
import dev.cambium.engine.catalog.SnapshotPlan;
import dev.cambium.engine.catalog.SnapshotPlan.Frequency;
import dev.cambium.engine.catalog.SnapshotState;
import dev.cambium.engine.testing.MovableClock;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Snapshots in a running engine: taken, brought to rest, restored, planned and expired. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SnapshotsIT {

    private final MovableClock clock = new MovableClock();
    private Path home;
    private Engine engine;
    private BranchService branches;
    private Project project;

    @BeforeAll
    void start(@TempDir Path folder) {
        home = folder.resolve("home");
        open();
    }

    @BeforeEach
    void makeAProject() throws Exception {
        project = branches.createProject(new ProjectSetup(null, "main", "me", "shop", null, null));
        execute("main", "create table note (n int primary key)");
        write(1);
    }

    @AfterEach
    void deleteIt() {
        branches.deleteProject(project.id());
        assertThat(branches.snapshots().of(project)).isEmpty();
    }

    @AfterAll
    void leaveNothing() throws Exception {
        engine.close();
        DaemonProcess.tidy(home);
    }

    private void open() {
        EngineHome engineHome = new EngineHome(home);
        engineHome.create();
        engine = Engine.open(engineHome, 0, VolumeChoice.AUTO, () -> {}, clock);
        branches = engine.branches();
    }

    /** First, because WAL knows the real time only, which the others run ahead of. */
    @Test
    @Order(1)
    void isRestoredBeforeAndAfterItIsMaterialisedWithWhatItsMomentHeld() throws Exception {
        Instant begin = clock.instant();
        Snapshot head = take("first", Moment.HEAD);
        assertThat(head.state()).isEqualTo(SnapshotState.PENDING);
        Branch early = branches.snapshots().restore(project, head, "early", null);
        write(2);
        Snapshot byTime = take("before", new Moment.AtTime(head.momentAt()));
        Snapshot byLsn = take("at", new Moment.AtLsn(head.source().lsn()));
        write(3);

        Snapshot ready = ready(head);
        assertThat(ready.fullSize()).isGreaterThan(1 << 20);
        assertThat(ready.timeline()).isNotEqualTo(head.timeline());
        Branch late = branches.snapshots().restore(project, ready, "late", null);
        Branch time = branches.snapshots().restore(project, ready(byTime), null, null);
        Branch lsn = branches.snapshots().restore(project, ready(byLsn), "lsn", null);

        for (Branch restored : List.of(early, late, time, lsn)) {
            assertThat(restored.parentId()).isNull();
            assertThat(count(restored.name())).isEqualTo("1");
            execute(restored.name(), "insert into note values (77)");
            assertThat(count(restored.name())).isEqualTo("2");
        }
        assertThat(count("main")).isEqualTo("3");
        assertThat(branches.snapshots().restoreOf(late).orElseThrow().snapshotId())
                .isEqualTo(head.id());
        assertThat(time.name()).startsWith("main_restored_20");
        assertThat(head.momentAt()).isBetween(begin, clock.instant());
    }

    @Test
    void pinsNoWalOfItsBranchAndSurvivesIt() throws Exception {
        Branch child =
                branches.createBranch(project.id(), "child", "main", Moment.HEAD, true).branch();
        execute("child", "insert into note select generate_series(10, 20000)");
        Snapshot snapshot = ready(take(child, "kept", Moment.HEAD));
        try (Stream<Path> segments = Files.list(wal(snapshot))) {
            assertThat(segments.filter(Files::isRegularFile)).hasSizeLessThanOrEqualTo(2);
        }
        String asleep = branches.branch(project.id(), "child").currentTimeline().value();
        branches.deleteBranch(project.id(), "child");
        clock.pass(Duration.ofDays(8));
        reopen(); // which empties the trash
        assertThat(new HomeLayout(home).wal().resolve(asleep)).doesNotExist();

        Snapshot found = branches.snapshots().get(project, "kept");
        branches.snapshots().restore(project, found, "again", null);
        assertThat(count("again")).isEqualTo("19992");
    }

    @Test
    void isDeletedWithAllItKeptWhileWhatWasRestoredStays() throws Exception {
        Snapshot snapshot = ready(take("gone", Moment.HEAD));
        branches.snapshots().restore(project, snapshot, "dev", null);
        branches.snapshots().delete(snapshot);
        Snapshot unready = take("soon gone", Moment.HEAD);
        branches.snapshots().delete(unready);

        assertThat(branches.snapshots().of(project)).isEmpty();
        assertThatThrownBy(() -> branches.snapshots().get(project, "gone"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no snapshot 'gone'");
        EndpointsFixture.await(
                () -> Files.notExists(wal(snapshot)) && Files.notExists(wal(unready)));
        assertThat(count("dev")).isEqualTo("1");
        reopen();
        assertThat(count("dev")).isEqualTo("1");
        assertThat(new HomeLayout(home).lostAndFound()).doesNotExist();
    }

    @Test
    void plansRunOnceForAllTheyMissedAndExpireOnlyTheirOwn() throws Exception {
        Branch main = branches.branch(project.id(), "main");
        branches.snapshots()
                .schedules()
                .replace(
                        main,
                        List.of(
                                plan(Frequency.DAILY, 3, 7_200L),
                                plan(Frequency.HOURLY, null, null)));
        Snapshot mine = take("mine", Moment.HEAD);
        assertThat(branches.snapshots().of(project)).hasSize(1);

        engine.close();
        clock.pass(Duration.ofDays(3));
        open();
        EndpointsFixture.await(() -> branches.snapshots().of(project).size() == 3);
        assertThat(branches.snapshots().of(project))
                .filteredOn(snapshot -> !snapshot.manual())
                .extracting(Snapshot::name)
                .allMatch(
                        name -> name.startsWith("main_daily_") || name.startsWith("main_hourly_"));
        assertThat(branches.snapshots().schedules().of(main))
                .allMatch(plan -> plan.nextRun().isAfter(clock.instant()));

        branches.snapshots().schedules().replace(main, List.of());
        clock.pass(Duration.ofHours(3));
        take("wakes the keeper", Moment.HEAD);
        EndpointsFixture.await(
                () ->
                        branches.snapshots().of(project).stream()
                                .noneMatch(snapshot -> snapshot.name().startsWith("main_daily_")));
        assertThat(branches.snapshots().get(project, "mine").id()).isEqualTo(mine.id());
        assertThat(branches.snapshots().of(project)).hasSize(3);
    }

    @Test
    void itsNamesItsSlugAndItsExpiryAreChecked() throws Exception {
        Branch main = branches.branch(project.id(), "main");
        Snapshot one =
                branches.snapshots()
                        .create(
                                project,
                                main,
                                Moment.HEAD,
                                new NewSnapshot("one", "before-release", null));
        assertThat(branches.snapshots().get(project, "before-release").id()).isEqualTo(one.id());
        assertThat(branches.snapshots().get(project, one.id()).name()).isEqualTo("one");

        refused("SNAPSHOT_EXISTS", new NewSnapshot("one", null, null));
        refused("SNAPSHOT_EXISTS", new NewSnapshot("two", "before-release", null));
        refused("SLUG_INVALID", new NewSnapshot("two", "Before", null));
        refused("SLUG_INVALID", new NewSnapshot("two", "a-", null));
        refused("EXPIRED_ALREADY", new NewSnapshot("two", null, clock.instant()));
        refused("NAME_EMPTY", new NewSnapshot(" ", null, null));

        Instant soon = clock.instant().plusSeconds(60);
        Snapshot updated = branches.snapshots().update(one, "uno", before -> soon);
        assertThat(updated.name()).isEqualTo("uno");
        assertThat(branches.snapshots().update(updated, null, before -> before).expiresAt())
                .isEqualTo(soon);
        clock.pass(Duration.ofSeconds(61));
        take("wakes the keeper", Moment.HEAD);
        EndpointsFixture.await(() -> branches.snapshots().of(project).size() == 1);
    }

    private void refused(String code, NewSnapshot wish) {
        Branch main = branches.branch(project.id(), "main");
        assertThatThrownBy(() -> branches.snapshots().create(project, main, Moment.HEAD, wish))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    // ---- how

    private void reopen() {
        engine.close();
        open();
    }

    private Path wal(Snapshot snapshot) {
        return new HomeLayout(home).wal().resolve(snapshot.timeline().value());
    }

    private Snapshot take(String name, Moment moment) {
        return take(branches.branch(project.id(), "main"), name, moment);
    }

    private Snapshot take(Branch branch, String name, Moment moment) {
        return branches.snapshots()
                .create(project, branch, moment, new NewSnapshot(name, null, null));
    }

    private Snapshot ready(Snapshot snapshot) throws Exception {
        EndpointsFixture.await(
                () -> {
                    Snapshot now = branches.snapshots().get(project, snapshot.id());
                    assertThat(now.error()).isNull();
                    return now.state() == SnapshotState.READY;
                });
        return branches.snapshots().get(project, snapshot.id());
    }

    private static SnapshotPlan plan(Frequency frequency, Integer hour, Long retentionSeconds) {
        return new SnapshotPlan(
                "", 0, frequency, hour, null, null, retentionSeconds, Instant.EPOCH);
    }

    private void write(int n) throws SQLException {
        execute("main", "insert into note values (" + n + ")");
    }

    private String count(String branch) throws SQLException {
        try (Connection connection = connect(branch)) {
            return EndpointsFixture.query(connection, "select count(*) from note");
        }
    }

    private void execute(String branch, String sql) throws SQLException {
        try (Connection connection = connect(branch)) {
            EndpointsFixture.execute(connection, sql);
        }
    }

    private Connection connect(String name) throws SQLException {
        Branch branch = branches.branch(project.id(), name);
        Role role =
                branches.contents().roles(branch).stream()
                        .filter(one -> one.name().equals("me"))
                        .findFirst()
                        .orElseThrow();
        return EndpointsFixture.connect(branch.port(), "shop", role.password());
    }
}
