package dev.cambium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.api.Created;
import dev.cambium.engine.api.EngineClient;
import dev.cambium.engine.api.NewBranch;
import dev.cambium.engine.api.NewProject;
import dev.cambium.engine.catalog.Branch;
import dev.cambium.engine.catalog.Catalog;
import dev.cambium.engine.catalog.Project;
import dev.cambium.engine.catalog.Timeline;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.testing.Patience;
import dev.cambium.engine.timeline.Image;
import dev.cambium.engine.timeline.ImageKind;
import dev.cambium.engine.timeline.WalFolders;
import dev.cambium.engine.wal.WalEnd;
import dev.cambium.engine.wal.WalSegments;
import dev.cambium.engine.wal.WalWalker;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an engine keeps of the past by itself, and what it removes: looked at in the catalog and in
 * the folders once it has stopped. It is told to keep images as close as otherwise hundreds of
 * megabytes would be.
 */
class HistoryIT {

    private static final long MIB = 1L << 20;
    private static final int SEGMENT_BYTES = (int) (4 * MIB);

    private static final Map<String, String> OFTEN =
            Map.of(
                    "cambium.history.sealBytes", String.valueOf(2 * MIB),
                    "cambium.history.checkpointBytes", String.valueOf(2 * MIB),
                    "cambium.history.replayBytesMax", String.valueOf(16 * MIB),
                    "cambium.history.lookMillis", "100",
                    "cambium.history.pruneMillis", "300");

    @TempDir private Path folder;

    private Path home;
    private DaemonProcess daemon;
    private EngineClient client;
    private String project;
    private String main;

    @BeforeEach
    void start() throws Exception {
        OFTEN.forEach(System::setProperty);
        home = folder.resolve("home");
        begin();
        Created.ProjectReply made =
                client.projects().create(new NewProject("shop", "main", "cambium", "shop"));
        project = made.project().id();
        main = made.connectionUris().getFirst().connectionUri();
        execute("create table filler (t text)");
    }

    @AfterEach
    void stop() throws Exception {
        OFTEN.keySet().forEach(System::clearProperty);
        client.close();
        daemon.close();
    }

    @Test
    void keepsImagesOfBranchesAsTheyAreBornWrittenToAndStopped() throws Exception {
        write(20);
        client.branches().create(project, new NewBranch("child", "main", false));
        write(1);
        client.endpoints().suspend(project, client.endpoints().of(project, "main").getFirst().id());
        end();

        try (Catalog catalog = Catalog.open(new HomeLayout(home).catalog())) {
            List<Image> mains = images(catalog, "main");
            List<Image> childs = images(catalog, "child");
            assertThat(mains.getFirst().kind()).isEqualTo(ImageKind.REST);
            assertThat(mains.getLast().kind()).isEqualTo(ImageKind.REST);
            // Images up to 16 MB of WAL apart may be thinned, so one between the rests can be all.
            assertThat(mains).hasSizeGreaterThanOrEqualTo(3);
            for (int i = 1; i < mains.size(); i++) {
                assertThat(mains.get(i).end().minus(mains.get(i - 1).redo()))
                        .isLessThanOrEqualTo(40 * MIB);
            }
            // Thinning may have taken it from main's images meanwhile; it stays the child's.
            assertThat(childs).hasSize(1);
            assertThatAllAreWhole(catalog);
        }
    }

    @Test
    void aBranchThatNobodyWritesToAnyMoreHasLittleToReplay() throws Exception {
        write(1); // less than asks for a checkpoint while it is written
        Patience.await("a checkpoint near the end of WAL").until(() -> toReplay() < 200 << 10);
    }

    private long toReplay() throws SQLException {
        try (Connection connection = KilledDeeds.connect(main);
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select pg_current_wal_insert_lsn() - redo_lsn from pg_control_checkpoint()")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void keepsLittleOfAWindowOfNothingAndTheBranchStaysWhole() throws Exception {
        change(project -> limited(project, 0, project.historyMaxBytes()));
        write(24);
        awaitWal(16 * MIB);
        client.branches().create(project, new NewBranch("child", "main", true));
        assertThat(rows(uri("child"))).isEqualTo(24);
        end();

        try (Catalog catalog = Catalog.open(new HomeLayout(home).catalog())) {
            assertThat(images(catalog, "main")).hasSizeLessThanOrEqualTo(3);
            assertThatAllAreWhole(catalog);
        }
    }

    @Test
    void keepsNoMoreThanTheProjectsPastMayTake() throws Exception {
        change(project -> limited(project, 86_400, 16 * MIB));
        write(28);
        awaitWal(20 * MIB);
        assertThat(rows(main)).isEqualTo(28);
        end();

        try (Catalog catalog = Catalog.open(new HomeLayout(home).catalog())) {
            assertThat(images(catalog, "main")).hasSizeGreaterThan(1);
            assertThatAllAreWhole(catalog);
        }
    }

    @Test
    void aReplicationSlotKeepsItsWal() throws Exception {
        change(project -> limited(project, 0, project.historyMaxBytes()));
        execute("select pg_create_physical_replication_slot('kept', true)");
        write(20);
        TimeUnit.SECONDS.sleep(1);
        assertThat(walBytes()).isGreaterThan(18 * MIB);
        execute("select pg_drop_replication_slot('kept')");
        write(4);
        awaitWal(16 * MIB);
    }

    @ParameterizedTest(name = "of a branch that sleeps: {0}")
    @ValueSource(booleans = {true, false})
    void imagesWhoseWalCannotGoWithThemAreNotGivenUpForRoom(boolean asleep) throws Exception {
        client.branches().create(project, new NewBranch("other", "main", true));
        execute("select pg_create_physical_replication_slot('kept', true)");
        write(main, 28);
        write(uri("other"), 28);
        assertThat(branchesWithWalAbove(20 * MIB)).isEqualTo(2);
        if (asleep) {
            client.endpoints()
                    .suspend(project, client.endpoints().of(project, "main").getFirst().id());
        }
        change(project -> limited(project, 86_400, MIB));
        Patience.await("the past of the other one is pruned")
                .until(() -> branchesWithWalAbove(20 * MIB) == 1);
        end();

        try (Catalog catalog = Catalog.open(new HomeLayout(home).catalog())) {
            assertThat(images(catalog, "main")).hasSizeGreaterThan(1);
            assertThat(images(catalog, "other")).hasSize(1);
            assertThatAllAreWhole(catalog);
        }
    }

    @Test
    void imagesOfTheTrashStayAsLongAsItAndGoWithIt() throws Exception {
        client.branches().create(project, new NewBranch("child", "main", true));
        client.branches().delete(project, "child");
        end();
        TimelineId trashed;
        SealId seal;
        HomeLayout layout = new HomeLayout(home);
        try (Catalog catalog = Catalog.open(layout.catalog())) {
            Timeline timeline =
                    catalog.timelines().stream()
                            .filter(found -> found.trashedAt() != null)
                            .findFirst()
                            .orElseThrow();
            trashed = timeline.id();
            seal = catalog.images(trashed).getFirst().seal();
            // Nobody else's, so that it has to go with its timeline.
            catalog.images().stream()
                    .filter(image -> image.seal().equals(seal))
                    .map(Image::timeline)
                    .filter(other -> !other.equals(trashed))
                    .forEach(other -> catalog.commit(change -> change.removeImage(other, seal)));
            assertThatAllAreWhole(catalog);
            catalog.commit(
                    change ->
                            change.put(
                                    new Timeline(
                                            timeline.id(),
                                            timeline.projectId(),
                                            timeline.pgMajor(),
                                            timeline.state(),
                                            timeline.parent(),
                                            timeline.parentLsn(),
                                            timeline.expectedEnd(),
                                            timeline.createdAt(),
                                            timeline.trashedAt(),
                                            Instant.now().minusSeconds(1))));
        }
        begin();
        end();
        try (Catalog catalog = Catalog.open(layout.catalog())) {
            assertThat(catalog.timeline(trashed)).isEmpty();
            assertThat(catalog.imageCount(seal)).isZero();
            assertThatAllAreWhole(catalog);
        }
        try (Stream<Path> files = Files.walk(home)) {
            assertThat(files.map(Path::toString))
                    .noneMatch(path -> path.contains("wal/" + trashed))
                    .noneMatch(path -> path.endsWith(seal.value()));
        }
    }

    // ---- how

    private void begin() throws Exception {
        daemon = DaemonProcess.start(home);
        client = daemon.client();
    }

    private void end() throws Exception {
        client.close();
        assertThat(daemon.stop()).isZero();
    }

    private interface ProjectChange {
        Project of(Project project);
    }

    /** Changes the record of the project while the engine is stopped. */
    private void change(ProjectChange change) throws Exception {
        end();
        try (Catalog catalog = Catalog.open(new HomeLayout(home).catalog())) {
            Project found = catalog.project(project).orElseThrow();
            catalog.commit(commit -> commit.put(change.of(found)));
        }
        begin();
    }

    private static Project limited(Project project, long seconds, long bytes) {
        return project.changed(project.name(), seconds, bytes, project.updatedAt());
    }

    /** Writes rows that take about so many megabytes of WAL, one at a time. */
    private void write(int megabytes) throws Exception {
        write(main, megabytes);
    }

    private static void write(String uri, int megabytes) throws Exception {
        for (int i = 0; i < megabytes; i++) {
            execute(
                    uri,
                    "insert into filler select string_agg(md5(random()::text), '') from generate_series(1, 31000)");
            TimeUnit.MILLISECONDS.sleep(30);
        }
    }

    private void execute(String sql) throws SQLException {
        execute(main, sql);
    }

    private static void execute(String uri, String sql) throws SQLException {
        try (Connection connection = KilledDeeds.connect(uri);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String uri(String branch) {
        return client.endpoints().connectionUri(project, branch, "shop", null).connectionUri();
    }

    private static int rows(String uri) throws SQLException {
        try (Connection connection = KilledDeeds.connect(uri);
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from filler")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void awaitWal(long bytes) {
        Patience.await("WAL is removed")
                .pollInterval(Duration.ofMillis(200))
                .until(() -> walBytes() <= bytes);
    }

    private long branchesWithWalAbove(long bytes) throws Exception {
        return walOfEach().stream().filter(wal -> wal > bytes).count();
    }

    /** The WAL of the branch that has the most. */
    private long walBytes() throws Exception {
        return Collections.max(walOfEach());
    }

    private List<Long> walOfEach() throws Exception {
        WalFolders folders = new WalFolders(new HomeLayout(home).wal());
        List<Long> bytes = new ArrayList<>();
        for (TimelineId timeline : folders.timelines()) {
            bytes.add(folders.allocatedBytes(timeline));
        }
        return bytes;
    }

    private static List<Image> images(Catalog catalog, String name) {
        Branch branch =
                catalog.allBranches().stream()
                        .filter(found -> found.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        return catalog.images(branch.currentTimeline());
    }

    /** Every image has its seal and all WAL from its redo position to its end; no seal is left. */
    private void assertThatAllAreWhole(Catalog catalog) throws Exception {
        HomeLayout layout = new HomeLayout(home);
        WalFolders folders = new WalFolders(layout.wal());
        Set<String> seals =
                catalog.timelines().stream()
                        .flatMap(timeline -> catalog.images(timeline.id()).stream())
                        .map(image -> image.seal().value())
                        .collect(Collectors.toSet());
        Path volume = Files.exists(layout.layers()) ? layout.layers() : layout.copies();
        try (Stream<Path> found = Files.list(volume.resolve("seals"))) {
            assertThat(
                            found.map(path -> path.getFileName().toString())
                                    .filter(name -> !name.contains("-template-")))
                    .containsExactlyInAnyOrderElementsOf(seals);
        }
        for (Timeline timeline : catalog.timelines()) {
            for (Image image : catalog.images(timeline.id())) {
                WalEnd end =
                        WalWalker.findEnd(folders.of(timeline.id()), SEGMENT_BYTES, image.redo());
                assertThat(end.endLsnExclusive()).isGreaterThanOrEqualTo(image.end());
            }
            assertThat(new WalSegments(SEGMENT_BYTES).list(folders.of(timeline.id()))).isNotEmpty();
        }
    }
}
