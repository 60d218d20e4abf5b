package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cambium.engine.branch.creation.BranchWish;
import dev.cambium.engine.branch.life.Orphans;
import dev.cambium.engine.branch.moment.Moment;
import dev.cambium.engine.branch.moment.PastMark;
import dev.cambium.engine.branch.operation.Refusal;
import dev.cambium.engine.branch.snapshot.NewSnapshot;
import dev.cambium.engine.branch.snapshot.Snapshots;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Snapshot;
import dev.cambium.engine.catalog.SnapshotPlan;
import dev.cambium.engine.catalog.SnapshotPlan.Frequency;
import dev.cambium.engine.catalog.SnapshotState;

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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Snapshots in a running engine: taken, brought to rest, restored, planned and expired. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class SnapshotsContract {

    private SnapshotsFixture engine;

    abstract VolumeChoice volume();

    @BeforeAll
    void start(@TempDir Path folder) {
        engine = new SnapshotsFixture(folder.resolve("home"), volume());
    }

    @BeforeEach
    void makeAProject() throws Exception {
        engine.makeAProject();
    }

    @AfterEach
    void deleteIt() {
        engine.branches.projects().delete(engine.project.id());
        assertThat(snapshots().of(engine.project)).isEmpty();
    }

    @AfterAll
    void leaveNothing() throws Exception {
        engine.close();
    }

    /** First, because WAL knows the real time only, which the others run ahead of. */
    @Test
    @Order(1)
    void isRestoredBeforeAndAfterItIsMaterialisedWithWhatItsMomentHeld() throws Exception {
        Project project = engine.project;
        Snapshot head = take("first", Moment.HEAD);
        assertThat(head.state()).isEqualTo(SnapshotState.PENDING);
        Branch early = snapshots().restore(project, head, "early", null);
        engine.execute("main", "insert into note values (2)");
        Snapshot byTime = take("before", new Moment.AtTime(head.momentAt()));
        Snapshot byLsn = take("at", new Moment.AtLsn(head.source().lsn()));
        engine.execute("main", "insert into note values (3)");

        Snapshot ready = engine.ready(head);
        assertThat(ready.fullSize()).isGreaterThan(1 << 20);
        assertThat(ready.timeline()).isNotEqualTo(head.timeline());
        Branch late = snapshots().restore(project, ready, "late", null);
        Branch time = snapshots().restore(project, engine.ready(byTime), null, null);
        Branch lsn = snapshots().restore(project, engine.ready(byLsn), "lsn", null);

        for (Branch restored : List.of(early, late, time, lsn)) {
            assertThat(restored.parentId()).isNull();
            assertThat(engine.count(restored.name())).isEqualTo("1");
            engine.execute(restored.name(), "insert into note values (77)");
            assertThat(engine.count(restored.name())).isEqualTo("2");
        }
        assertThat(engine.count("main")).isEqualTo("3");
        assertThat(snapshots().restoreOf(late).orElseThrow().snapshotId()).isEqualTo(head.id());
        assertThat(time.name()).startsWith("main_restored_20");
        assertThat(engine.branches.pasts().of(engine.branch("main"), null, null, 10).marks())
                .filteredOn(mark -> mark.kind() == PastMark.Kind.SNAPSHOT)
                .extracting(PastMark::label)
                .containsExactlyInAnyOrder("first", "before", "at");
    }

    @Test
    void takesTheContentOfABranchOverInTwoStepsOrOneAndKeepsTheOld() throws Exception {
        Project project = engine.project;
        Branch main = engine.branch("main");
        String password = engine.password(main);
        Snapshot snapshot = take("good", Moment.HEAD);
        engine.execute("main", "insert into note values (2), (3)");

        Branch look = snapshots().restore(project, snapshot, "look", null);
        engine.execute("look", "insert into note values (50)");
        assertThatThrownBy(() -> snapshots().finalizeRestore(project, main, null))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("not restored from a snapshot");
        Branch after = snapshots().finalizeRestore(project, look, "main before");
        assertThat(after.id()).isEqualTo(main.id());
        assertThat(after.port()).isEqualTo(main.port());
        assertThat(engine.password(after)).isEqualTo(password);
        assertThat(engine.query("main", "select string_agg(n::text, ' ' order by n) from note"))
                .isEqualTo("1 50");
        assertThat(engine.count("main before")).isEqualTo("3");
        assertThatThrownBy(() -> engine.branch("look")).hasMessageContaining("no branch 'look'");

        snapshots().restoreOnto(project, engine.ready(snapshot), null, null);
        assertThat(engine.count("main")).isEqualTo("1");
        assertThat(engine.branches.branches(project.id()))
                .extracting(Branch::name)
                .anyMatch(name -> name.startsWith("main_old_20"));
    }

    @Test
    void oneUndoTakesAFinalizedRestoreBackWithTheBranchAndItsChildren() throws Exception {
        Project project = engine.project;
        Snapshot snapshot = take("good", Moment.HEAD);
        engine.execute("main", "insert into note values (2), (3)");
        Branch look = snapshots().restore(project, snapshot, "look", null);
        engine.execute("look", "insert into note values (50)");
        for (String parent : List.of("look", "main")) {
            engine.branches.createBranch(
                    project.id(), parent, Moment.HEAD, BranchWish.named("of " + parent, true));
        }
        Branch main = snapshots().finalizeRestore(project, look, null);
        assertThat(engine.count("main")).isEqualTo("2");
        for (String child : List.of("of look", "of main")) {
            assertThat(engine.branch(child).parentId()).as(child).isEqualTo(main.id());
        }
        assertThat(engine.count("of look")).isEqualTo("2");
        assertThat(engine.count("of main")).isEqualTo("3");

        engine.branches.life().undo(project.id(), null);
        assertThat(engine.branches.branches(project.id()))
                .extracting(Branch::name)
                .containsExactlyInAnyOrder("main", "look", "of look", "of main");
        assertThat(engine.count("main")).isEqualTo("3");
        assertThat(engine.count("look")).isEqualTo("2");
        assertThat(engine.branch("look").port()).isEqualTo(look.port());
        assertThat(engine.branch("of look").parentId()).isEqualTo(look.id());
        assertThat(engine.branch("of main").parentId()).isEqualTo(main.id());
        assertThat(snapshots().restoreOf(main)).isEmpty();

        snapshots().finalizeRestore(project, engine.branch("look"), "kept");
        assertThat(engine.count("main")).isEqualTo("2");
        assertThat(engine.count("kept")).isEqualTo("3");
    }

    @Test
    void pinsNoWalOfItsBranchAndSurvivesIt() throws Exception {
        Project project = engine.project;
        engine.branches.createBranch(
                project.id(), "main", Moment.HEAD, BranchWish.named("child", true));
        engine.execute("child", "insert into note select generate_series(10, 20000)");
        Snapshot snapshot = engine.ready(engine.take("child", "kept", Moment.HEAD));
        try (Stream<Path> segments = Files.list(engine.wal(snapshot))) {
            assertThat(segments.filter(Files::isRegularFile)).hasSizeLessThanOrEqualTo(2);
        }
        String timeline = engine.branch("child").currentTimeline().value();
        engine.branches.life().delete(project.id(), "child", Orphans.REFUSE);
        engine.clock.pass(Duration.ofDays(8));
        engine.reopen(); // which empties the trash
        assertThat(new HomeLayout(engine.home).wal().resolve(timeline)).doesNotExist();

        Snapshot found = snapshots().get(project, "kept");
        snapshots().restore(project, found, "again", null);
        assertThat(engine.count("again")).isEqualTo("19992");
    }

    @Test
    void isFreedWithAllItKeptWhileWhatWasRestoredStays() throws Exception {
        Project project = engine.project;
        Snapshot snapshot = engine.ready(take("gone", Moment.HEAD));
        snapshots().restore(project, snapshot, "dev", null);
        snapshots().delete(snapshot);
        Snapshot unready = take("soon gone", Moment.HEAD);
        snapshots().delete(unready);

        assertThat(snapshots().of(project)).isEmpty();
        assertThatThrownBy(() -> snapshots().get(project, "gone"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no snapshot 'gone'");
        assertThat(engine.wal(snapshot)).as("while it can be undone").exists();
        engine.branches.life().emptyTrash(project.id());
        EndpointsFixture.await(
                () ->
                        Files.notExists(engine.wal(snapshot))
                                && Files.notExists(engine.wal(unready)));
        assertThat(engine.count("dev")).isEqualTo("1");
        engine.reopen();
        assertThat(engine.count("dev")).isEqualTo("1");
        assertThat(new HomeLayout(engine.home).lostAndFound()).doesNotExist();
    }

    @Test
    void plansRunOnceForAllTheyMissedAndExpireOnlyTheirOwn() throws Exception {
        Branch main = engine.branch("main");
        snapshots()
                .schedules()
                .replace(
                        main,
                        List.of(
                                plan(Frequency.DAILY, 3, 7_200L),
                                plan(Frequency.HOURLY, null, null)));
        Snapshot mine = take("mine", Moment.HEAD);
        assertThat(snapshots().of(engine.project)).hasSize(1);

        engine.engine.close();
        engine.clock.pass(Duration.ofDays(3));
        engine.open();
        EndpointsFixture.await(() -> snapshots().of(engine.project).size() == 3);
        assertThat(snapshots().of(engine.project))
                .filteredOn(snapshot -> !snapshot.manual())
                .extracting(Snapshot::name)
                .allMatch(name -> name.matches("main_(daily|hourly)_2.*"));
        assertThat(snapshots().schedules().of(main))
                .allMatch(plan -> plan.nextRun().isAfter(engine.clock.instant()));

        snapshots().schedules().replace(main, List.of());
        engine.clock.pass(Duration.ofHours(3));
        take("wakes the keeper", Moment.HEAD);
        EndpointsFixture.await(
                () ->
                        snapshots().of(engine.project).stream()
                                .noneMatch(snapshot -> snapshot.name().startsWith("main_daily_")));
        assertThat(snapshots().get(engine.project, "mine").id()).isEqualTo(mine.id());
        assertThat(snapshots().of(engine.project)).hasSize(3);
    }

    @Test
    void itsNamesItsSlugAndItsExpiryAreChecked() throws Exception {
        Project project = engine.project;
        Snapshot one =
                snapshots()
                        .create(
                                project,
                                engine.branch("main"),
                                Moment.HEAD,
                                new NewSnapshot("one", "before-release", null));
        assertThat(snapshots().get(project, "before-release").id()).isEqualTo(one.id());
        assertThat(snapshots().get(project, one.id()).name()).isEqualTo("one");

        refused("SNAPSHOT_EXISTS", new NewSnapshot("one", null, null));
        refused("SNAPSHOT_EXISTS", new NewSnapshot("two", "before-release", null));
        refused("SLUG_INVALID", new NewSnapshot("two", "Before", null));
        refused("SLUG_INVALID", new NewSnapshot("two", "a-", null));
        refused("EXPIRED_ALREADY", new NewSnapshot("two", null, engine.clock.instant()));
        refused("NAME_EMPTY", new NewSnapshot(" ", null, null));

        Instant soon = engine.clock.instant().plusSeconds(60);
        Snapshot updated = snapshots().update(one, "uno", before -> soon);
        assertThat(updated.name()).isEqualTo("uno");
        assertThat(snapshots().update(updated, null, before -> before).expiresAt()).isEqualTo(soon);
        engine.clock.pass(Duration.ofSeconds(61));
        take("wakes the keeper", Moment.HEAD);
        EndpointsFixture.await(() -> snapshots().of(project).size() == 1);
    }

    private void refused(String code, NewSnapshot wish) {
        Branch main = engine.branch("main");
        assertThatThrownBy(() -> snapshots().create(engine.project, main, Moment.HEAD, wish))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private Snapshots snapshots() {
        return engine.snapshots();
    }

    private Snapshot take(String name, Moment moment) {
        return engine.take("main", name, moment);
    }

    private static SnapshotPlan plan(Frequency frequency, Integer hour, Long retentionSeconds) {
        return new SnapshotPlan(
                "", 0, frequency, hour, null, null, retentionSeconds, Instant.EPOCH);
    }
}
